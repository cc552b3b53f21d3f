public import ArgumentParser
import FoundationEssentials
import PlantedBugs
import Scenarios
import Simulation

/// `p2c planted-bugs`, in programs that hold any.
public struct PlantedBugsCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "planted-bugs", abstract: "Look for bugs that were planted on purpose, to show that simulation finds them.",
    discussion: """
      Works only in a debug build with P2C_PLANTED_BUGS=1 in the environment of swift build: CI/planted-bugs makes one.

      EXIT CODES
        0  all of them were found
        1  some were not
        2  the command line makes no sense, or nothing is planted in this program
      """, shouldDisplay: PlantedBug.arePlanted)

  @Option(help: ArgumentHelp("Only this one; may be given more than once.", valueName: "name"))
  public var only: [String] = []

  @Option(help: ArgumentHelp("Seeds after which a bug counts as not found.", valueName: "count"))
  public var seeds = 2000

  @Option(help: ArgumentHelp("So many bugs at the same time (default: as many as there are processors).", valueName: "count"))
  public var jobs: Int?

  @Option(help: ArgumentHelp("Weeks of virtual time of each history.", valueName: "count"))
  public var weeks = 3

  @Flag(help: "Do not make what is found smaller.")
  public var noShrink = false

  @Flag(help: "Write docs/planted-bugs.md anew.")
  public var update = false

  public init() {}

  public func validate() throws {
    if seeds < 1 { throw ValidationError("--seeds is a number from 1.") }
    if weeks < 1 { throw ValidationError("--weeks is a number from 1.") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs is a number from 1.") }
    if update, !only.isEmpty || noShrink {
      throw ValidationError("--update is about all of them, made smaller; leave --only and --no-shrink out.")
    }
  }

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    guard PlantedBug.arePlanted else {
      throw CommandFailure(.badCommandLine, "error: nothing is planted in this program; CI/planted-bugs builds one")
    }
    let bugs = try only.isEmpty ? PlantedBug.allCases : only.map(bug)
    var options = Simulation.Options()
    options.weeks = weeks
    let hunt = BugHunt(Simulation(options: options), seedsMax: seeds, shrinks: !noShrink, stopwatch: environment.stopwatch)
    try await hunt.prepare()
    let catches = try await hunt.hunt(bugs, lanes: jobs ?? environment.processors) { environment.errors(line($0)) }
    for found in catches where !only.isEmpty {
      guard let history = found.history else { continue }
      environment.output(ScenarioText.text(history, title: found.bug.rawValue, comments: [found.finding?.message ?? ""]))
    }
    if update {
      let text = PlantedBugPage.text(catches, weeks: weeks)
      guard FileManager.default.createFile(atPath: PlantedBugPage.path, contents: Data(text.utf8)) else {
        throw CommandFailure(.badCommandLine, "error: cannot write \(PlantedBugPage.path); run it at the root of the sources")
      }
      environment.output("written: \(PlantedBugPage.path)\n")
    }
    let missed = catches.filter { $0.seeds == nil }.map(\.bug.name)
    environment.output("\(catches.count - missed.count) of \(catches.count) found\n")
    return missed.isEmpty ? .passed : .failed
  }

  private func bug(_ name: String) throws -> PlantedBug {
    guard let bug = PlantedBug.allCases.first(where: { $0.name == name }) else {
      throw CommandFailure(
        .badCommandLine, "error: '\(name)' is not planted; there are \(PlantedBug.allCases.map(\.name).joined(separator: ", "))")
    }
    return bug
  }

  /// What came of a bug, as a line.
  private func line(_ found: BugHunt.Catch) -> String {
    let seconds = { (nanoseconds: Int64) in "\(nanoseconds / 100_000_000 / 10).\(nanoseconds / 100_000_000 % 10) s" }
    guard let seeds = found.seeds else { return "\(found.bug.name): NOT FOUND in \(seconds(found.nanosecondsToFind))\n" }
    return "\(found.bug.name): seed \(seeds) in \(seconds(found.nanosecondsToFind)), \(found.steps) steps, \(found.stepsLeft) after "
      + "\(seconds(found.nanosecondsToShrink)): \(found.finding?.kind ?? "")\n"
  }
}
