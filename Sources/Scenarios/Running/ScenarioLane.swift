/// One of the places where scenarios of a run happen, one after the other; several lanes run at the same time.
public struct ScenarioLane: Sendable {
  /// Makes the worlds of the lane.
  let factory: any WorldFactory
  /// Where its worlds live; `nil` for any thread that is free.
  let actor: (any Actor)?

  public init(factory: any WorldFactory, actor: (any Actor)? = nil) {
    self.factory = factory
    self.actor = actor
  }
}
