public import ArgumentParser

/// `p2c report`.
public struct ReportCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Work on the reports of runs.", subcommands: [ReportMergeCommand.self])

  public init() {}
}
