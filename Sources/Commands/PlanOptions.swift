public import ArgumentParser
import FoundationEssentials
import Scenarios
import StrictYAML

/// Which of the scenarios run on this machine, how often, and in which order.
public struct PlanOptions: ParsableArguments {
  @Option(
    name: .customLong("repeat"), help: ArgumentHelp("Run every scenario so many times, each in a world of its own.", valueName: "count"))
  public var copies = 1

  @Flag(help: "Run in another order, which follows from the seed.")
  public var shuffle = false

  @Option(help: ArgumentHelp("Run one part of several, such as 2/8; p2c report merge puts their reports together.", valueName: "i/n"))
  public var shard: ShardOption?

  @Option(help: ArgumentHelp("Spread shards by the times in this JSON report of an earlier run.", valueName: "file"))
  public var durations: String?

  @Option(help: ArgumentHelp("Run only what did not pass in this JSON report.", valueName: "file"))
  public var rerunFailed: String?

  @Option(
    help: ArgumentHelp(
      "Run at this level of Supply Chain: scenarios that name levels run at it only where they name it.", valueName: "level"))
  public var level: String?

  @Flag(help: "Say what would run, and run nothing.")
  public var dryRun = false

  public init() {}

  public struct ShardOption: ExpressibleByArgument, Sendable {
    let shard: Shard

    public init?(argument: String) {
      guard let shard = Shard(argument) else { return nil }
      self.shard = shard
    }
  }

  public mutating func validate() throws {
    if copies < 1 { throw ValidationError("--repeat is at least 1.") }
    if durations != nil, shard == nil { throw ValidationError("--durations says how to spread shards; give --shard too.") }
  }

  /// The scenarios of a report that did not pass; `nil` where none was named.
  /// - Throws: `CommandFailure`.
  func failedBefore() throws -> [ScenarioIdentity]? {
    try rerunFailed.map { try ReportFile.read($0).results.filter(\.isProblem).map { ScenarioIdentity($0) } }
  }

  /// - Parameter scenarios: what was read and fits.
  /// - Throws: `CommandFailure` for a report of durations that cannot be read.
  func plan(_ scenarios: [Scenario], seed: UInt64) throws -> RunPlan {
    var plan = RunPlan(scenarios.flatMap { Array(repeating: $0, count: copies) })
    if shuffle { plan = plan.shuffled(seed: seed) }
    if let shard = shard?.shard {
      plan = plan.part(shard, durations: try durations.map { RecordedDurations(try ReportFile.read($0)) })
    }
    return plan
  }

  /// What would run, a line each.
  func list(_ plan: RunPlan, _ write: (String) -> Void) {
    for entry in plan.entries { write("\(entry.position + 1)  \(entry.scenario.file.path)  \(entry.scenario.title)\n") }
    let shard = shard.map { ", shard \($0.shard)" } ?? ""
    write("\(plan.entries.count) of \(plan.total) scenarios would run\(shard)\n")
  }
}
