import Logging
import OData

/// A line for every request, without anything secret: no header but what it says of the client's name, no body, and of the
/// query only what OData itself defines.
struct AccessLog: Sendable {
  let logger: Logger

  /// Query options whose values cannot be secrets. Everything else shows as `***`: a token may come under any name.
  private static let shown: Set<String> = [
    "$select", "$filter", "$expand", "$orderby", "$top", "$skip", "$count", "$search", "$apply", "$compute", "$format", "$levels",
    "cross-company", "api-version",
  ]

  /// Writes `GET /data/CustomersV2?$top=5 200 1234 B 0.8 ms from 127.0.0.1`, when somebody listens.
  /// - Parameter bytes: of the answer's body as sent.
  func write(_ method: String, _ target: String, status: Int, bytes: Int, microseconds: Int64, client: String) {
    guard logger.logLevel <= .info else { return }
    let milliseconds = "\(microseconds / 1000).\(microseconds % 1000 / 100)"
    logger.info("\(method) \(Self.safe(target)) \(status) \(bytes) B \(milliseconds) ms from \(client)")
  }

  /// A request target fit for a log: one line, bounded, secrets out.
  static func safe(_ target: String) -> String {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var text = plain(parts[0])
    if parts.count == 2 {
      let options = parts[1].split(separator: "&").map { option -> String in
        let pair = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return "***" }
        let name = pair[0].replacing("%24", with: "$").lowercased()
        return plain(pair[0]) + "=" + (shown.contains(name) ? plain(pair[1]) : "***")
      }
      text += "?" + options.joined(separator: "&")
    }
    return text.count > 500 ? text.prefix(500) + "…" : text
  }

  private static func plain(_ text: Substring) -> String {
    String(decoding: text.utf8.map { (0x21..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
  }
}
