import Commands
import Foundation

/// The light program: everything that needs no network. This file is where the machine's clock and output come in.
@main struct Main {
  static func main() async {
    let clock = ContinuousClock()
    let start = clock.now
    var environment = CommandEnvironment(
      output: { FileHandle.standardOutput.write(Data($0.utf8)) }, errors: { FileHandle.standardError.write(Data($0.utf8)) },
      isTerminal: isatty(STDOUT_FILENO) == 1, variables: ProcessInfo.processInfo.environment,
      executable: Bundle.main.executablePath ?? CommandLine.arguments[0], arguments: Array(CommandLine.arguments.dropFirst()),
      stopwatch: {
        let (seconds, attoseconds) = start.duration(to: clock.now).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
      },
      processorTime: {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
      },
      processors: ProcessInfo.processInfo.activeProcessorCount,
      milliseconds: { Int64(Date().timeIntervalSince1970 * 1000) })
    environment.watching = Watching(
      modified: { path in
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        return Int64(information.st_mtim.tv_sec) * 1_000_000_000 + Int64(information.st_mtim.tv_nsec)
      },
      pause: { milliseconds in
        do { try await Task.sleep(for: .milliseconds(milliseconds)) } catch { return false }
        return true
      })
    environment.programs = OtherPrograms { try run($0, $1, $2) }
    exit(await P2C.start(environment).rawValue)
  }

  private static func run(_ program: String, _ words: [String], _ variables: [String: String]) throws -> OtherPrograms.Result {
    let process = Process()
    guard let path = path(of: program) else { throw OtherPrograms.NotFound(program: program) }
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = words
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    let errors = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return OtherPrograms.Result(exitCode: process.terminationStatus, errors: text)
  }

  /// A path as it stands, a name looked for where the shell would.
  private static func path(of program: String) -> String? {
    let places =
      program.contains("/")
      ? [program] : (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }
    return places.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
