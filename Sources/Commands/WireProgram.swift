import ArgumentParser
import FoundationEssentials
import Glibc

/// `p2c-wire`, the program with the network stack, found beside this one as git finds its sub-commands.
enum WireProgram {
  static let name = "p2c-wire"

  /// Becomes `p2c-wire` with the same words.
  /// - Returns: only when that cannot be done, with the reason.
  static func replaceProcess(_ environment: CommandEnvironment) -> CommandFailure {
    let folder = environment.executable.lastIndex(of: "/").map { String(environment.executable[..<$0]) } ?? "."
    let path = "\(folder)/\(name)"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      let release = folder.hasSuffix("/release") || folder.contains("release") ? " -c release" : ""
      return CommandFailure(
        .badCommandLine,
        """
        error: this needs the network stack, which lives in \(name), and there is none beside \(environment.executable)
        build it with: swift build\(release) --product \(name)
        """)
    }
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + environment.arguments).map { strdup($0) }
    words.append(nil)
    execv(path, words)
    return CommandFailure(.internalError, "error: \(path) could not be started: \(String(cString: strerror(errno)))")
  }
}

/// `p2c serve`, carried out by `p2c-wire`.
struct ServeForward: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve both systems over HTTP on loopback (needs p2c-wire).",
    discussion: "EXAMPLES\n  p2c serve\n  curl 'http://127.0.0.1:8080/api/data/v9.2/accounts?$top=3'")

  @Argument(parsing: .captureForPassthrough) var rest: [String] = []

  func run(in environment: CommandEnvironment) async throws -> Outcome { throw WireProgram.replaceProcess(environment) }
}

/// `p2c doctor`, carried out by `p2c-wire`.
struct DoctorForward: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look at the setup of both systems over HTTP, and say what is not as it should be (needs p2c-wire).",
    discussion: "EXAMPLES\n  p2c doctor --help")

  @Argument(parsing: .captureForPassthrough) var rest: [String] = []

  func run(in environment: CommandEnvironment) async throws -> Outcome { throw WireProgram.replaceProcess(environment) }
}

/// `p2c why`, carried out by `p2c-wire`.
struct WhyForward: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Tell where a record is, what holds it back, and what would move it (needs p2c-wire).",
    discussion: "EXAMPLES\n  p2c why SO-1 --project orders-to-sales")

  @Argument(parsing: .captureForPassthrough) var rest: [String] = []

  func run(in environment: CommandEnvironment) async throws -> Outcome { throw WireProgram.replaceProcess(environment) }
}

/// `p2c retry`, carried out by `p2c-wire`.
struct RetryForward: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Try rows of a project again that wait, and nothing else (needs p2c-wire).",
    discussion: "EXAMPLES\n  p2c retry accounts")

  @Argument(parsing: .captureForPassthrough) var rest: [String] = []

  func run(in environment: CommandEnvironment) async throws -> Outcome { throw WireProgram.replaceProcess(environment) }
}

/// `p2c resume`, carried out by `p2c-wire`.
struct ResumeForward: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Go on after an execution that was cancelled or killed (needs p2c-wire).",
    discussion: "EXAMPLES\n  p2c resume accounts")

  @Argument(parsing: .captureForPassthrough) var rest: [String] = []

  func run(in environment: CommandEnvironment) async throws -> Outcome { throw WireProgram.replaceProcess(environment) }
}

/// `p2c engine`, carried out by `p2c-wire`.
struct EngineForward: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine", abstract: "Run our engine as 'p2c run --engine' starts any (needs p2c-wire).",
    discussion: "EXAMPLES\n  p2c run --engine 'p2c engine'")

  @Argument(parsing: .captureForPassthrough) var rest: [String] = []

  func run(in environment: CommandEnvironment) async throws -> Outcome { throw WireProgram.replaceProcess(environment) }
}

/// `p2c sync`, carried out by `p2c-wire`.
struct SyncForward: EnvironmentCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Run projects of the engine between two services over HTTP (needs p2c-wire).",
    discussion: "EXAMPLES\n  p2c sync --help")

  @Argument(parsing: .captureForPassthrough) var rest: [String] = []

  func run(in environment: CommandEnvironment) async throws -> Outcome { throw WireProgram.replaceProcess(environment) }
}
