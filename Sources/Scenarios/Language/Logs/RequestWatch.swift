import OData

/// The requests of a world, one by one, for the scenarios that expect something of them.
final class RequestWatch {
  private var requests: [(execution: Int, record: JSONObject)] = []
  /// Number of the execution under way, from 1.
  var execution = 0
  private var leftOut = 0

  /// What is kept; more would only be slow to look at.
  private static let requestsMax = 100_000
  private static let bodyBytesMax = 64 << 10

  /// Takes a request; a batch as what is in it.
  func take(_ sender: Exchange.Sender, _ system: SystemName, _ request: HTTPRequest, _ response: HTTPResponse?) {
    // What the invariants read is nobody's business.
    guard sender != .checks else { return }
    if let response, HistoryBuilder.place(request.target) == "$batch", let parts = BatchParts.split(request, response) {
      for part in parts { add(sender, system, part.request, part.response, isBatched: true) }
    } else {
      add(sender, system, request, response, isBatched: false)
    }
  }

  private func add(_ sender: Exchange.Sender, _ system: SystemName, _ request: HTTPRequest, _ response: HTTPResponse?, isBatched: Bool) {
    guard requests.count < Self.requestsMax else { return leftOut += 1 }
    let headers = JSONObject(request.headers.fields.map { .init($0.name.lowercased(), .string($0.value)) })
    let query = request.target.firstIndex(of: "?").map { String(request.target[request.target.index(after: $0)...]) }
    let record: JSONObject = [
      "sender": .string(sender == .engine ? "engine" : "scenario"), "system": .string(system.rawValue),
      "method": .string(request.method.rawValue), "entity": .string(HistoryBuilder.place(request.target)),
      "target": .string(request.target), "query": .string(query.map { PercentEncoding.decode($0) ?? $0 } ?? ""),
      "status": response.map { .number(ExactDecimal($0.status)) } ?? .null, "batched": .bool(isBatched),
      "body": .string(String(decoding: request.body.prefix(Self.bodyBytesMax), as: UTF8.self)), "headers": .object(headers),
    ]
    requests.append((sender == .engine ? execution : 0, record))
  }

  /// - Parameter isLast: those of the last execution only.
  /// - Throws: `UnusableAnswer` where there were more than are kept.
  func records(ofLastExecution isLast: Bool) throws -> [JSON] {
    guard leftOut == 0 else {
      throw UnusableAnswer(message: "there were more than \(Self.requestsMax) requests; expect something of fewer")
    }
    return requests.filter { !isLast || $0.execution == execution }.map { .object($0.record) }
  }
}
