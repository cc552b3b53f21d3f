public import Foundation
import Glibc

/// A command of the shell in a process group of its own, so that what it starts ends with it.
public enum ShellProcess {
  public enum End: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
    case timedOut
  }

  /// Runs a command to its end.
  /// - Parameter seconds: how long it may take before it is killed with all it has started.
  /// - Throws: what keeps the shell from being started.
  public static func run(
    _ command: String, environment: [String: String], input: FileHandle, output: FileHandle, seconds: Int,
    started: @Sendable (pid_t) -> Void = { _ in }
  ) async throws -> End {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.environment = environment
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    let (ends, continuation) = AsyncStream.makeStream(of: End.self)
    process.terminationHandler = { process in
      continuation.yield(process.terminationReason == .exit ? .exited(process.terminationStatus) : .signalled(process.terminationStatus))
      continuation.finish()
    }
    try process.run()
    let identifier = process.processIdentifier
    started(identifier)
    let watch = Task {
      try await Task.sleep(for: .seconds(seconds))
      continuation.yield(.timedOut)
      kill(identifier)
    }
    defer { watch.cancel() }
    for await end in ends { return end }
    return .timedOut
  }

  /// Ends a process and its group at once, as `kill -9` does.
  public static func kill(_ identifier: pid_t) {
    // Foundation gives each process a group of its own; killing ours would end this program.
    let target = getpgid(identifier) == identifier ? -identifier : identifier
    _ = Glibc.kill(target, SIGKILL)
  }
}
