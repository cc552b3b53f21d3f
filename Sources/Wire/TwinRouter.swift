import Ambient
public import OData
public import Twin

/// The twins of the world that is being served, behind one address: a request goes to the twin that answers
/// at its path.
///
/// The twins, like everything of a world, belong to one executor. That is the main actor here: whoever runs scenarios or
/// serves does so there, and requests that arrive on the network's threads come over to it.
@MainActor
public final class TwinRouter {
  private var services: [TwinService] = []
  private let isPublic: Bool
  private let machine = SystemClock()

  /// - Parameter isPublic: serve clients of the world outside: before each request the world's virtual clock moves up to the
  ///   machine's, and links begin with the host the client asked for. Otherwise the clock stands still until the world's
  ///   owner moves it, and answers are byte for byte what they are in process.
  public init(isPublic: Bool = false) { self.isPublic = isPublic }

  /// From now on requests go to these twins; to none, when the list is empty.
  public func serve(_ services: [TwinService]) { self.services = services }

  public func handle(_ request: HTTPRequest) -> HTTPResponse {
    guard let service = services.first(where: { $0.owns(request.target) }) else {
      let roots = services.map(\.product.rules.servicePath).joined(separator: " and ")
      let message = "There is nothing at this address. The twins answer below \(roots)."
      let body: JSON = ["error": ["code": "TwinUnknownPath", "message": .string(message)]]
      return HTTPResponse(404, headers: ["Content-Type": "application/json"], body: body.encoded())
    }
    if isPublic {
      if let clock = service.ambient.clock as? VirtualClock {
        clock.advance(milliseconds: max(0, machine.now.milliseconds - clock.now.milliseconds))
      }
      service.publicURL = request.headers["Host"].map { "http://\($0)" }
    }
    return service.handle(request)
  }
}
