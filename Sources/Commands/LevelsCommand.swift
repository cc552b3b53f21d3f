public import ArgumentParser

/// `p2c levels`.
public struct LevelsCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "levels", abstract: "Say what each release, hotfix and version of the solution offers.",
    discussion: """
      EXAMPLES
        p2c levels                                              everything, as a table
        p2c levels diff 7.2 7.2+KB4045570                       what a hotfix brings
        p2c levels diff "solution none" "solution 1.15.0.1"     what the solution brings
      """, subcommands: [LevelsTableCommand.self, LevelsDiffCommand.self], defaultSubcommand: LevelsTableCommand.self)

  public init() {}
}
