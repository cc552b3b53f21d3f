public import OData
public import Twin

/// A world as the host sees it, wherever it lives: each on the one executor its twins belong to.
///
/// Two kinds exist. A `HostedWorld` is an actor that the host makes, and lives on a queue of its own. A `MainActorWorld` is
/// lent to the host by whoever runs scenarios in it on the main actor. Both hand the request to the same `Twins`.
public protocol WorldDoor: Sendable {
  /// Answers a request for one of the world's systems.
  /// - Returns: `nil` where the path belongs to none of them.
  func handle(_ request: WorldRequest) async -> TwinAnswer?
}

/// A request on its way into a world.
public struct WorldRequest: Sendable {
  /// Its target has no `/worlds/NAME` in front any more.
  public let request: HTTPRequest
  let origin: PublicOrigin?

  init(_ request: HTTPRequest, origin: PublicOrigin?) {
    self.request = request
    self.origin = origin
  }
}
