public import ArgumentParser
import Benchmarks
import FoundationEssentials
import OData

/// `p2c bench page`.
public struct BenchPageCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "page", abstract: "Make docs/performance.md from the figures of one run.",
    discussion: """
      Reads docs/figures/bench.json, which 'p2c bench run --suite all --json docs/figures/bench.json' has written, and
      docs/figures/peers.json, which CI/peers/run has, and prints the page.

      EXAMPLES
        p2c bench page --update          write docs/performance.md anew
        p2c bench page --check           fail when it is stale
        p2c bench page --figures other   from the files of another folder
      """)

  @Flag(help: "Fail when docs/performance.md is stale.")
  public var check = false

  @Flag(help: "Write docs/performance.md anew.")
  public var update = false

  @Option(help: ArgumentHelp("Where bench.json and peers.json are.", valueName: "folder"))
  public var figures = "docs/figures"

  static let page = "docs/performance.md"

  public init() {}

  public func validate() throws {
    if check, update { throw ValidationError("--check and --update exclude each other.") }
  }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let bench = "\(figures)/bench.json"
    guard let run = try read(bench) else {
      throw CommandFailure(.badCommandLine, "error: there is no file \(bench); write it with: p2c bench run --suite all --json \(bench)")
    }
    let text: String
    do {
      text = try PerformancePage.text(run, peers: read("\(figures)/peers.json"))
    } catch let error as PerformancePage.Unreadable {
      throw CommandFailure(.malformedFile, "error: \(bench): \(error)")
    }
    if update {
      guard FileManager.default.createFile(atPath: Self.page, contents: Data(text.utf8)) else {
        throw CommandFailure(.badCommandLine, "error: cannot write \(Self.page)")
      }
    } else if check {
      guard FileManager.default.contents(atPath: Self.page) == Data(text.utf8) else {
        environment.errors("error: \(Self.page) is stale; run: p2c bench page --update\n")
        return .failed
      }
    } else {
      environment.output(text)
    }
    return .passed
  }

  /// - Returns: `nil` where there is no such file.
  private func read(_ path: String) throws -> JSON? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    do {
      return try JSON(decoding: Array(data))
    } catch {
      throw CommandFailure(.malformedFile, "error: \(path): \(error)")
    }
  }
}
