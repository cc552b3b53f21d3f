public import OData

/// Which entries of a log are meant. What is left out does not narrow it.
public struct LogFilter: Hashable, Sendable {
  public var system: String?
  public var method: String?
  /// The path as clients send it, without query; `*` stands for any characters.
  public var path: String?
  /// A status (`404`) or a class of them (`4xx`); `none` for requests that got no answer.
  public var status: String?
  /// Text that occurs in the request's target or body.
  public var text: String?
  public var from: Timestamp?
  public var until: Timestamp?

  public init(
    system: String? = nil, method: String? = nil, path: String? = nil, status: String? = nil, text: String? = nil, from: Timestamp? = nil,
    until: Timestamp? = nil
  ) {
    self.system = system
    self.method = method
    self.path = path
    self.status = status
    self.text = text
    self.from = from
    self.until = until
  }

  /// Why an entry does not match, one reason for each part that does not; empty for a match.
  public func differences(from entry: LogEntry) -> [String] {
    var reasons: [String] = []
    if let system, system != entry.system { reasons.append("system is \(entry.system), not \(system)") }
    if let method, !method.equalsIgnoringASCIICase(entry.request.method.rawValue) {
      reasons.append("method is \(entry.request.method.rawValue), not \(method)")
    }
    if let path, !Self.matches(Array(path.lowercased().utf8), Array(entry.path.lowercased().utf8)) {
      reasons.append("path is \(entry.path), not \(path)")
    }
    if let status, !matches(status, entry) {
      reasons.append("status is \(entry.response.map { String($0.status) } ?? "none"), not \(status)")
    }
    if let text, !entry.request.target.contains(text), !String(decoding: entry.request.body, as: UTF8.self).contains(text) {
      reasons.append("neither target nor body holds '\(text)'")
    }
    if let from, entry.time < from { reasons.append("time is \(entry.time), before \(from)") }
    if let until, entry.time >= until { reasons.append("time is \(entry.time), not before \(until)") }
    return reasons
  }

  func isMet(by entry: LogEntry) -> Bool { differences(from: entry).isEmpty }

  private func matches(_ status: String, _ entry: LogEntry) -> Bool {
    guard let response = entry.response else { return status == "none" }
    if status.hasSuffix("xx"), let first = status.first { return String(response.status).first == first }
    return status == String(response.status)
  }

  /// Whether a text is what a pattern with `*` describes.
  private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var (p, t) = (0, 0)
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = (p + 1, t)
        p += 1
      } else if p < pattern.count, pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let back = star {
        // The last star takes one more character, and the rest is tried again.
        star = (back.pattern, back.text + 1)
        (p, t) = (back.pattern, back.text + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
