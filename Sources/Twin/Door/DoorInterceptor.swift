public import OData

/// Somebody who stands at the doors of a world and may do something about the calls that come through them.
public protocol DoorInterceptor: AnyObject {
  /// Whether calls pass as if nobody stood there. Asked for every call, so it must be quick.
  var isIdle: Bool { get }

  /// - Parameter proceed: lets the service answer a request.
  /// - Returns: the answer the client gets, and the names of what was done about the call.
  func pass(
    _ request: HTTPRequest, to service: TwinService, proceed: (HTTPRequest) -> TwinAnswer
  ) -> (answer: TwinAnswer, names: [String])
}
