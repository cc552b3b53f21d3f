import Ambient
import OData

/// Devices that wait for a person to enter their code (RFC 8628).
struct DeviceRequests {
  enum State: Sendable {
    case waiting
    case approved(person: String)
    case declined
  }

  struct Request: Sendable {
    let userCode: String
    let application: GUID
    let resource: RequestedResource
    let expires: Timestamp
    var state = State.waiting
    var lastPoll: Timestamp?
    var intervalSeconds = DeviceRequests.intervalSeconds
  }

  /// As Entra has them.
  static let lifetimeSeconds: Int64 = 900
  static let intervalSeconds: Int64 = 5
  static let countMax = 1_000

  /// By device code.
  private var requests: [String: Request] = [:]
  private var order: [String] = []
  /// Letters that are not mistaken for one another.
  private static let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")

  mutating func begin(
    _ application: GUID, _ resource: RequestedResource, at now: Timestamp, _ ambient: Ambient
  ) -> (
    code: String, request: Request
  ) {
    let code = Base64URL.encode(ambient.newGUID().bytes + ambient.newGUID().bytes)
    let userCode = String((0..<9).map { _ in Self.letters[ambient.identifiers.next(below: Self.letters.count)] })
    let request = Request(
      userCode: userCode, application: application, resource: resource, expires: now.adding(seconds: Self.lifetimeSeconds))
    if order.count >= Self.countMax { requests[order.removeFirst()] = nil }
    order.append(code)
    requests[code] = request
    return (code, request)
  }

  subscript(code: String) -> Request? {
    get { requests[code] }
    set { requests[code] = newValue }
  }

  /// The device code behind a code that a person entered.
  func code(of userCode: String, at now: Timestamp) -> String? {
    let wanted = userCode.uppercased().filter { $0.isLetter || $0.isNumber }
    return order.first { requests[$0].map { $0.userCode == wanted && now < $0.expires } ?? false }
  }
}
