import OData
import StrictYAML
import SyncEngine

/// A request of a contract, what its answer must be, and what of the answer later requests use.
struct ContractExchange: Sendable {
  enum Role {
    /// Prepares: the answer only has to be a success.
    case setup
    /// Looks at what became of it.
    case check
  }

  let request: ContractRequest
  /// `nil` where any success will do.
  let expectation: ContractExpectation?
  /// Names for later requests, with the place in the answer: a path into the body, or `header NAME`; the empty path is the
  /// whole body.
  let kept: [(name: YAML.Scalar, from: String)]
  /// How often it is sent; `${index}` counts from 1.
  let times: Int
  /// A setup request asks for the row it creates, so that it can be kept.
  let asksForRow: Bool

  static let keys = ["keep", "expect", "times"]
  /// Enough to go past every page and count limit a product has.
  static let timesMax = 20_000

  init(_ request: ContractRequest, _ expectation: ContractExpectation) {
    self.request = request
    self.expectation = expectation
    kept = []
    times = 1
    asksForRow = false
  }

  init?(_ yaml: YAML, role: Role, _ collector: DiagnosticCollector) {
    let what = role == .setup ? "a setup request" : "a check"
    guard let map = MapReader(yaml, what: what, keys: ContractRequest.keys + Self.keys, collector),
      let request = ContractRequest(map)
    else { return nil }
    self.request = request
    expectation = map.value("expect").flatMap { ContractExpectation($0, what: "'expect'", collector) }
    switch map.value("keep") {
    case .map(let members, _): kept = members.compactMap { member in Self.place(member.value, map).map { (member.key, $0) } }
    case .scalar(let name): kept = [(name, "")]
    case .list(_, let position):
      map.report(position, "'keep' is a name, or a mapping of names to places in the answer")
      kept = []
    case nil: kept = []
    }
    times = map.integer("times") ?? 1
    if !(1...Self.timesMax).contains(times) { map.report(map.keyPosition("times"), "'times' is a number from 1 to \(Self.timesMax)") }
    asksForRow = role == .setup
    if role == .check, expectation == nil { map.report(map.position, "a check needs the key 'expect'") }
  }

  private static func place(_ yaml: YAML, _ map: MapReader) -> String? {
    if case .scalar(let scalar) = yaml { return scalar.text }
    map.report(yaml.position, "a place in the answer is text: a path into the body, or 'header NAME'")
    return nil
  }

  /// Sends it, as often as it says, and checks every answer.
  /// - Throws: `ScenarioFailure`, or what the transport throws.
  func perform(_ endpoint: ContractEndpoint, _ names: ContractNames) async throws {
    for index in 1...times {
      names.index = index
      var request = try request.http(endpoint, names)
      if asksForRow, request.method == .post, request.headers["Prefer"] == nil, !self.request.isBatch {
        request.headers["Prefer"] = "return=representation"
      }
      let response = try await endpoint.transport.send(request)
      do {
        try judge(response, request, names)
      } catch var failure as ScenarioFailure {
        failure.response = failure.response ?? response
        throw failure
      }
    }
  }

  private func judge(_ response: HTTPResponse, _ request: HTTPRequest, _ names: ContractNames) throws {
    if let expectation {
      try expectation.check(response, names)
    } else if !(200..<300).contains(response.status) {
      throw ScenarioFailure(
        self.request.position, "\(request.method.rawValue) \(request.target.prefix(160)) was to succeed; the answer is \(response.status)")
    }
    for (name, place) in kept { names.captures[name.text] = Captured(try value(at: place, name, response)) }
  }

  private func value(at place: String, _ name: YAML.Scalar, _ response: HTTPResponse) throws -> JSON {
    if place.hasPrefix("header ") {
      let header = String(place.dropFirst("header ".count))
      if let value = response.headers[header] { return .string(value) }
      throw ScenarioFailure(name.position, "the answer has no header '\(header)' to keep as '\(name.text)'")
    }
    guard let body = try? JSON(decoding: response.body.withoutMark), let value = MemberPath(place).value(in: body) else {
      throw ScenarioFailure(name.position, "the answer has no '\(place)' to keep as '\(name.text)'")
    }
    return value
  }
}
