public import OData

/// The way clients take into a twin, in process and from the wire alike.
///
/// A `TwinService` answers as the product does. The door is the place for what happens between a client and the product.
/// Belongs to the executor of its service.
public final class TwinDoor {
  public let service: TwinService

  public init(_ service: TwinService) { self.service = service }

  public func handle(_ request: HTTPRequest) -> TwinAnswer { TwinAnswer(service.handle(request)) }

  /// Whether a request with this target is this twin's to answer.
  public func owns(_ target: String) -> Bool { service.owns(target) }
}
