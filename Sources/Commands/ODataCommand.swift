public import ArgumentParser

/// `p2c odata`.
public struct ODataCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "odata", abstract: "Look at OData texts: what the parser makes of them.", subcommands: [ODataParseCommand.self])

  public init() {}
}
