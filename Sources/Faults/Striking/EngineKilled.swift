/// What a killed process does: nothing of it reaches a system or its ledger any more.
public struct EngineKilled: Error, CustomStringConvertible {
  public init() {}
  public var description: String { "the engine was killed" }
}
