public import Benchmarks
import OData
public import Scenarios

/// What commands take from the process they run in: output, time, and what else was built into it. Only executables make
/// one.
public struct CommandEnvironment {
  /// Takes text for standard output and standard error, line ends included.
  public var output: (String) -> Void
  public var errors: (String) -> Void
  /// Whether standard output is a terminal.
  public var isTerminal: Bool
  /// The variables of the environment.
  public var variables: [String: String]
  /// Path of the running program.
  public var executable: String
  /// The words behind the program's name.
  public var arguments: [String]
  /// A steadily growing count of nanoseconds.
  public var stopwatch: @Sendable () -> Int64
  /// Nanoseconds of processor time the process has used, all threads together.
  public var processorTime: () -> Int64
  /// How many processors the machine has for this process.
  public var processors: Int
  /// The machine's clock: milliseconds since 1970, UTC.
  public var milliseconds: () -> Int64
  /// Lets commands run again when files change.
  public var watching: Watching?
  /// Runs other programs; `nil` where that cannot be done.
  public var programs: OtherPrograms?
  /// Joins clients to twins over real sockets; `nil` in the program that has no network stack.
  public var httpConnector: (any TwinConnector)?
  /// Sends a benchmark's requests over real sockets, the given number at a time; `nil` in the program that has no network stack. Throws
  /// where no socket can be opened.
  public var benchmarkConnector: ((Int) async throws -> any BenchmarkConnector)?
  /// Runs engines that are processes of their own; `nil` in the program that has no network stack.
  public var engineAccess: EngineAccess?
  /// The way to other machines; `nil` in the program that has no network stack.
  public var network: NetworkAccess?

  public init(
    output: @escaping (String) -> Void, errors: @escaping (String) -> Void, isTerminal: Bool, variables: [String: String],
    executable: String, arguments: [String], stopwatch: @escaping @Sendable () -> Int64, processorTime: @escaping () -> Int64,
    processors: Int = 1,
    milliseconds: @escaping () -> Int64,
    httpConnector: (any TwinConnector)? = nil, benchmarkConnector: ((Int) async throws -> any BenchmarkConnector)? = nil,
    network: NetworkAccess? = nil
  ) {
    self.output = output
    self.errors = errors
    self.isTerminal = isTerminal
    self.variables = variables
    self.executable = executable
    self.arguments = arguments
    self.stopwatch = stopwatch
    self.processorTime = processorTime
    self.processors = processors
    self.milliseconds = milliseconds
    self.httpConnector = httpConnector
    self.benchmarkConnector = benchmarkConnector
    self.network = network
  }

  var now: Timestamp { Timestamp(milliseconds: milliseconds()) }

  /// Colour on a terminal, unless the user says no (https://no-color.org).
  var style: TextStyle { TextStyle(hasColor: isTerminal && (variables["NO_COLOR"] ?? "").isEmpty) }
}
