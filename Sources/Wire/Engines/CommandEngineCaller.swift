public import Foundation
import OData
public import Scenarios

/// Starts an external engine as a command of the shell: the document on its standard input, the same in variables, its result in a file.
/// What it prints goes into a file of the world's folder.
public final class CommandEngineCaller: EngineCaller {
  public let address: String
  public let directory: String?
  private let folder: URL
  private let command: String
  private let seconds: Int
  private let variables: [String: String]
  private let started: @Sendable (pid_t) -> Void

  /// The exit code of an engine that does not do what it was asked for, as of tests that are left out.
  private static let declined: Int32 = 77
  /// Lines of what it printed that a message shows.
  private static let linesShown = 20

  /// - Parameters:
  ///   - folder: of the world alone; it is made, and removed with the caller.
  ///   - seconds: how long a run may take before it is killed.
  ///   - started: told of each process.
  public init(
    command: String, address: String, folder: URL, seconds: Int, variables: [String: String],
    started: @escaping @Sendable (pid_t) -> Void = { _ in }
  ) throws {
    self.command = command
    self.address = address
    self.folder = folder
    self.seconds = seconds
    self.variables = variables
    self.started = started
    directory = folder.path
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  // What cannot be removed stays where temporary files are.
  deinit { try? FileManager.default.removeItem(at: folder) }

  public func call(_ run: ExternalRun) async throws -> ExternalAnswer {
    let result = folder.appendingPathComponent("result-\(run.number).json")
    let printed = folder.appendingPathComponent("output-\(run.number).txt")
    let document = folder.appendingPathComponent("run-\(run.number).json")
    try Data(run.document.encoded()).write(to: document)
    try Data().write(to: printed)
    let input = try FileHandle(forReadingFrom: document)
    let output = try FileHandle(forWritingTo: printed)
    defer {
      try? input.close()
      try? output.close()
    }
    var environment = variables
    for (name, value) in run.variables { environment[name] = value }
    let end = try await ShellProcess.run(
      command, environment: environment, input: input, output: output, seconds: seconds, started: started)
    var account =
      switch end {
      case .exited(let code): "exit code \(code)"
      case .signalled(let signal): "killed by signal \(signal)"
      case .timedOut: "killed after \(seconds) seconds (--engine-timeout)"
      }
    let said = String(decoding: try Data(contentsOf: printed), as: UTF8.self).split(separator: "\n").suffix(Self.linesShown)
    if !said.isEmpty { account += said.map { "\n    \($0)" }.joined() }
    let told = FileManager.default.fileExists(atPath: result.path) ? [UInt8](try Data(contentsOf: result)) : []
    let verdict: ExternalAnswer.End =
      switch end {
      case .exited(0): .done
      case .exited(Self.declined): .declined
      default: .failed
      }
    return ExternalAnswer(verdict, account: account, result: told)
  }
}
