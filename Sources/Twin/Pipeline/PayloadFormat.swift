import OData

/// How JSON is written for one request: how much metadata stands in it, and whether large numbers are text.
///
/// Comes from `Accept` (OData JSON format 4.0, chapters 3 and 4). A list that names something else beside JSON or a wildcard, as
/// browsers send it, is answered in JSON; of one that names neither, `isAcceptable` tells.
struct PayloadFormat: Hashable, Sendable {
  enum Metadata: String { case none, minimal, full }

  var metadata = Metadata.minimal
  /// `Edm.Int64` and `Edm.Decimal` as strings.
  var textNumbers = false

  init() {}

  init(accept: String?) {
    guard let accept, accept.utf8.contains(UInt8(ascii: ";")) else { return }
    // What engines send; to take it apart takes longer than to write a short row.
    if accept == JSON.bareMediaType {
      metadata = .none
      return
    }
    for range in accept.split(separator: ",") {
      let parts = range.split(separator: ";").map { String($0).trimmingBlanks() }
      guard let type = parts.first, type.equalsIgnoringASCIICase("application/json") || type == "*/*" || type == "application/*" else {
        continue
      }
      for parameter in parts.dropFirst() {
        let pair = parameter.split(separator: "=", maxSplits: 1).map { String($0).trimmingBlanks().lowercased() }
        guard pair.count == 2 else { continue }
        switch pair[0] {
        case "odata.metadata": metadata = Metadata(rawValue: pair[1]) ?? .minimal
        case "ieee754compatible": textNumbers = pair[1] == "true"
        default: break
        }
      }
      return
    }
  }

  /// Whether a client with this header takes JSON: it says so, says that anything will do, or says nothing.
  static func isAcceptable(_ accept: String?) -> Bool {
    // What nearly everybody sends needs no search.
    guard let accept, !accept.hasPrefix("application/json"), !accept.contains("application/json"), !accept.contains("*/*") else {
      return true
    }
    return accept.split(separator: ",").allSatisfy { $0.allSatisfy(\.isWhitespace) }
      || accept.split(separator: ",").contains { range in
        let type = (range.split(separator: ";").first.map(String.init) ?? "").trimmingBlanks().lowercased()
        return type == "application/json" || type == "application/*" || type == "json" || type == "*"
      }
  }

  /// - Parameter option: the value of `$format`, which goes before `Accept`: `json` or a media type.
  init(option: String) { self.init(accept: option) }

  /// Whether a value of `$format` asks for JSON.
  static func isJSON(option: String) -> Bool {
    let type = (option.split(separator: ";").first.map(String.init) ?? "").trimmingBlanks()
    return type.equalsIgnoringASCIICase("json") || type.equalsIgnoringASCIICase("application/json")
  }

  var contentType: String {
    switch (metadata, textNumbers) {
    case (.minimal, false): "application/json; odata.metadata=minimal"
    case (.none, false): "application/json; odata.metadata=none"
    default: "application/json; odata.metadata=\(metadata.rawValue)" + (textNumbers ? "; IEEE754Compatible=true" : "")
    }
  }
}
