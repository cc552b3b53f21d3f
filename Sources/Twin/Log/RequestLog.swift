import OData

/// The newest requests to the systems of a world. A ring with two bounds, entries and bytes: whatever clients send, it does not
/// grow beyond them.
///
/// Belongs to the executor of its world.
public final class RequestLog {
  /// The most entries it holds; 0 for no log at all.
  public let capacity: Int
  /// The most bytes of texts and bodies it holds.
  public let bytesMax: Int
  /// The most bytes of one body it keeps.
  public let bodyBytesMax: Int

  private var ring: [LogEntry?]
  private var first = 0
  private var bytes = 0
  public private(set) var count = 0
  /// All requests there have been, those that are no longer kept included.
  public private(set) var total: Int64 = 0

  public init(capacity: Int, bytesMax: Int = 32 << 20, bodyBytesMax: Int = 64 << 10) {
    self.capacity = capacity
    self.bytesMax = bytesMax
    self.bodyBytesMax = bodyBytesMax
    ring = Array(repeating: nil, count: capacity)
  }

  public var isOff: Bool { capacity == 0 }

  /// Oldest first.
  public var entries: [LogEntry] { (0..<count).compactMap { ring[(first + $0) % capacity] } }

  /// The entry of that number, where it is still kept.
  public func entry(_ number: Int64) -> LogEntry? { entries.first { $0.number == number } }

  /// The newest entries that match, newest first.
  public func newest(_ limit: Int, matching filter: LogFilter) -> [LogEntry] {
    Array(entries.reversed().lazy.filter { filter.isMet(by: $0) }.prefix(limit))
  }

  public func count(matching filter: LogFilter) -> Int { entries.count { filter.isMet(by: $0) } }

  /// The entries that come closest to matching, and why each does not: fewest differences first, then the newest.
  public func nearest(_ limit: Int, to filter: LogFilter) -> [(entry: LogEntry, differences: [String])] {
    let ranked = entries.reversed().map { ($0, filter.differences(from: $0)) }.filter { !$0.1.isEmpty }
    // Sorting keeps the order of equals apart by hand: the sort itself does not promise it.
    return ranked.enumerated().sorted { ($0.element.1.count, $0.offset) < ($1.element.1.count, $1.offset) }.prefix(limit).map(\.element)
      .map { (entry: $0.0, differences: $0.1) }
  }

  public func clear() {
    ring = Array(repeating: nil, count: capacity)
    (first, count, bytes) = (0, 0, 0)
  }

  /// A number for a request whose parts are logged before it.
  func nextNumber() -> Int64 {
    total += 1
    return total
  }

  func append(
    _ number: Int64, at time: Timestamp, system: String, batch: Int64?, _ request: HTTPRequest, _ response: HTTPResponse?, faults: [String]
  ) {
    guard !isOff else { return }
    var request = request
    var response = response
    let (requestBytes, responseBytes) = (request.body.count, response?.body.count ?? 0)
    if requestBytes > bodyBytesMax { request.body = Array(request.body.prefix(bodyBytesMax)) }
    request = request.redacted
    if var answer = response {
      if responseBytes > bodyBytesMax { answer.body = Array(answer.body.prefix(bodyBytesMax)) }
      // A twin's answer is rows, no tokens; only its headers could hold a secret.
      answer.headers = answer.headers.redacted
      response = answer
    }
    let entry = LogEntry(
      number: number, time: time, system: system, batch: batch, request: request, response: response, requestBytes: requestBytes,
      responseBytes: responseBytes, faults: faults)
    while count > 0, count == capacity || bytes + entry.weight > bytesMax { dropOldest() }
    ring[(first + count) % capacity] = entry
    count += 1
    bytes += entry.weight
  }

  private func dropOldest() {
    bytes -= ring[first]?.weight ?? 0
    ring[first] = nil
    first = (first + 1) % capacity
    count -= 1
  }
}
