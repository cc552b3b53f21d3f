import ArgumentParser
import Logging

/// What a command of the engine logs on standard error, and how.
struct LogOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Log on standard error: error, warning (rows that fail), info (tasks and executions) or debug (requests). Rows are left to the report unless this is given.",
      valueName: "level"))
  var logLevel: Level?

  @Option(help: "How: text, or json, a line for each entry.")
  var logFormat = EngineLogHandler.Format.text

  @Flag(name: .shortAndLong, help: "The same as --log-level debug.")
  var verbose = false

  enum Level: String, ExpressibleByArgument, CaseIterable { case error, warning, info, debug }

  /// The engine's log.
  var logger: Logger {
    let level = verbose ? .debug : logLevel.flatMap { Logger.Level(rawValue: $0.rawValue) }
    return Logger(label: "p2c.engine") { _ in EngineLogHandler(level: level, format: logFormat) }
  }
}
