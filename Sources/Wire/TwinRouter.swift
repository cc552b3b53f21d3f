import Ambient
public import OData
public import Twin

/// The twins of the world that is being served, behind one address: a request goes to the twin whose service path it
/// begins with.
///
/// The twins, like everything of a world, belong to one executor. That is the main actor here: whoever runs scenarios or
/// serves does so there, and requests that arrive on the network's threads come over to it.
@MainActor
public final class TwinRouter {
  private var services: [TwinService] = []
  private let followsMachineTime: Bool
  private let machine = SystemClock()

  /// - Parameter followsMachineTime: move the world's virtual clock up to the machine's before each request, for clients that
  ///   expect time to pass. Otherwise it stands still until the world's owner moves it.
  public init(followsMachineTime: Bool = false) { self.followsMachineTime = followsMachineTime }

  /// From now on requests go to these twins; to none, when the list is empty.
  public func serve(_ services: [TwinService]) { self.services = services }

  public func handle(_ request: HTTPRequest) -> HTTPResponse {
    let path = request.target.prefix { $0 != "?" }
    guard let service = services.first(where: { $0.owns(path) }) else {
      let roots = services.map(\.product.rules.servicePath).joined(separator: " and ")
      let message = "There is nothing at this address. The twins answer below \(roots)."
      let body: JSON = ["error": ["code": "TwinUnknownPath", "message": .string(message)]]
      return HTTPResponse(404, headers: ["Content-Type": "application/json"], body: body.encoded())
    }
    if followsMachineTime, let clock = service.ambient.clock as? VirtualClock {
      clock.advance(milliseconds: max(0, machine.now.milliseconds - clock.now.milliseconds))
    }
    return service.handle(request)
  }
}

extension TwinService {
  /// Whether the path lies at or below this service's root.
  fileprivate func owns(_ path: Substring) -> Bool {
    let root = product.rules.servicePath
    guard path.count >= root.count, path.prefix(root.count).equalsIgnoringASCIICase(root) else { return false }
    let rest = path.dropFirst(root.count)
    return rest.isEmpty || rest.first == "/"
  }
}
