public import Faults
public import OData

/// What a run of scenarios is asked to do.
public struct SuiteOptions: Sendable {
  public var seed: UInt64 = 1
  /// A folder to load instead of the baseline each scenario names.
  public var baselineDirectory: String?
  public var mappingFile: String?
  public var loadPath = Baseline.LoadPath.api
  public var stopsAtFirstFailure = false
  /// Faults that strike the engine in every scenario, from its first step to its last.
  public var faults = FaultPlan()
  /// The day that marks of known issues are held against; without it none of them is over.
  public var today: CalendarDate?
  /// Take a fingerprint of both systems at the end of each scenario, for comparing runs.
  public var recordsEndState = false
  /// Keep what both systems hold at the end of each scenario, for comparing runs that did not take the same way.
  var recordsBusinessState = false
  /// Keep what happened in each scenario, for reports that show it; of one that does not pass it is always kept.
  public var keepsHistory = false
  /// Keeps the world of a scenario that has failed, and answers the command that opens it.
  public var keepWorld: (@Sendable (_ scenario: Scenario, _ twins: Twins) throws -> String)?
  /// Words of the command line that a replay needs beside the path and the seed.
  public var replayWords: [String] = []

  public init() {}
}
