public import ArgumentParser
import FoundationEssentials
public import Scenarios

/// The files a run's results are written to: any number at once.
public struct ReportOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Write the results as JUnit XML.", valueName: "file"))
  public var junit: String?

  @Option(help: ArgumentHelp("Write the results in the Test Anything Protocol, version 14.", valueName: "file"))
  public var tap: String?

  @Option(help: ArgumentHelp("Write the results as JSON; docs/schemas/report.schema.json describes it.", valueName: "file"))
  public var json: String?

  @Option(help: ArgumentHelp("Write a summary in Markdown, for the job page of a CI service.", valueName: "file"))
  public var markdown: String?

  @Option(help: ArgumentHelp("Write the results as one HTML page that needs no network.", valueName: "file"))
  public var html: String?

  @Option(
    name: .customLong("threshold"),
    help: ArgumentHelp("A bound the run has to keep, such as 'run <= 20 s' or 'rules >= 100'; may be given again.", valueName: "bound"),
    transform: { try Threshold($0) })
  public var thresholds: [Threshold] = []

  public init() {}

  /// Whether one of them tells what happened in scenarios that pass, too.
  var showHistory: Bool { json != nil || html != nil }

  /// - Throws: `CommandFailure` for a file that cannot be written.
  func write(_ suite: SuiteResult) throws {
    if let junit { try write(JUnitReport.text(suite), to: junit) }
    if let tap { try write(TAPReport.text(suite), to: tap) }
    if let json { try write(JSONReport.text(suite), to: json) }
    if let markdown { try write(MarkdownReport.text(suite), to: markdown) }
    if let html { try write(try HTMLReport.text(suite), to: html) }
  }

  private func write(_ text: String, to path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
      throw CommandFailure(.badCommandLine, "error: cannot write \(path)")
    }
  }
}
