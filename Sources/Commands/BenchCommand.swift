public import ArgumentParser

/// `p2c bench`.
public struct BenchCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how fast the twins and the engine are on this machine, and compare builds.",
    discussion: """
      EXAMPLES
        p2c bench
        p2c bench --suite all --html bench.html
        p2c bench store --rows 100000
        p2c bench compare old/p2c new/p2c
        p2c bench page --update
        p2c bench run --help
      """,
    subcommands: [BenchRunCommand.self, BenchCompareCommand.self, BenchPageCommand.self], defaultSubcommand: BenchRunCommand.self)

  public init() {}
}
