import Ambient
public import OData

/// The way clients take into a twin, in process and from the wire alike.
///
/// A `TwinService` answers as the product does. The door is the place for what happens between a client and the product: faults,
/// and the log of what was asked and answered. Belongs to the executor of its service.
public final class TwinDoor {
  public let service: TwinService
  /// Shared by the doors of a world.
  private let interceptor: (any DoorInterceptor)?
  /// Shared by the doors of a world.
  public let log: RequestLog
  /// Parts of the batch that is being answered, and at the end the batch itself, as the service saw them.
  private var seen: [(request: HTTPRequest, response: HTTPResponse)] = []

  public init(_ service: TwinService, interceptor: (any DoorInterceptor)? = nil, log: RequestLog = RequestLog(capacity: 0)) {
    self.service = service
    self.interceptor = interceptor
    self.log = log
  }

  public func handle(_ request: HTTPRequest) -> TwinAnswer {
    let isClear = interceptor?.isIdle ?? true
    if isClear, log.isOff { return answer(request) }
    guard !log.isOff else { return pass(request, isClear).answer }

    let number = log.nextNumber()
    let time = service.ambient.now
    // The log needs the parts of a batch, and nothing else of what the service sees.
    service.observer = { [weak self] in self?.seen.append(($0, $1)) }
    let (answer, names) = pass(request, isClear)
    service.observer = nil
    log.append(number, at: time, system: service.product.name, batch: nil, request, answer.response, faults: names)
    for part in seen.dropLast() {
      log.append(log.nextNumber(), at: time, system: service.product.name, batch: number, part.request, part.response, faults: [])
    }
    seen.removeAll(keepingCapacity: true)
    return answer
  }

  private func pass(_ request: HTTPRequest, _ isClear: Bool) -> (answer: TwinAnswer, names: [String]) {
    guard !isClear, let interceptor else { return (answer(request), []) }
    return interceptor.pass(request, to: service) { answer($0) }
  }

  private func answer(_ request: HTTPRequest) -> TwinAnswer {
    var answer = TwinAnswer(service.handle(request))
    if let limits = service.limits { answer.takesMilliseconds = limits.lastMilliseconds }
    return answer
  }

  /// Whether a request with this target is this twin's to answer.
  public func owns(_ target: String) -> Bool { service.owns(target) }
}
