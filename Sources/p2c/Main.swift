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
    exit(await P2C.start(environment).rawValue)
  }
}
