import OData

/// How a body is coded on the wire (RFC 9110, 8.4.1).
enum ContentCoding: String, Sendable {
  case gzip
  case deflate
  case identity

  /// The coding a `Content-Encoding` names; `nil` for one that is not known, or for more than one.
  init?(contentEncoding value: String) {
    let name = value.trimmedOfBlanks
    if name.equalsIgnoringASCIICase("gzip") || name.equalsIgnoringASCIICase("x-gzip") {
      self = .gzip
    } else if name.equalsIgnoringASCIICase("deflate") {
      self = .deflate
    } else if name.isEmpty || name.equalsIgnoringASCIICase("identity") {
      self = .identity
    } else {
      return nil
    }
  }

  /// The coding to answer in, by what the client accepts. Between equal weights gzip wins, which every client handles the same;
  /// `deflate` is understood by some as bare deflate data.
  init(acceptEncoding value: String) {
    var weights: (gzip: Int, deflate: Int, identity: Int) = (-1, -1, -1)
    var others = -1
    for element in value.utf8.split(separator: UInt8(ascii: ",")) {
      let parts = Substring(element).split(separator: ";", maxSplits: 1)
      guard let name = parts.first?.trimmedOfBlanks else { continue }
      let weight = parts.count == 2 ? Self.thousandths(parts[1]) : 1000
      switch name.lowercased() {
      case "gzip", "x-gzip": weights.gzip = weight
      case "deflate": weights.deflate = weight
      case "identity": weights.identity = weight
      case "*": others = weight
      default: break
      }
    }
    if weights.gzip < 0 { weights.gzip = max(0, others) }
    if weights.deflate < 0 { weights.deflate = max(0, others) }
    // Without a word about it, identity is fine but no better than anything named.
    if weights.identity < 0 { weights.identity = others == 0 ? 0 : 1 }
    if weights.gzip > 0, weights.gzip >= weights.deflate, weights.gzip >= weights.identity {
      self = .gzip
    } else if weights.deflate > 0, weights.deflate >= weights.identity {
      self = .deflate
    } else {
      self = .identity
    }
  }

  /// `q=0.5` in thousandths; 0 for what is no weight, so that a slip of the client's never makes it get what it cannot read.
  private static func thousandths(_ parameter: Substring) -> Int {
    let text = parameter.trimmedOfBlanks
    guard text.count >= 3, text.prefix(2).equalsIgnoringASCIICase("q=") else { return 0 }
    let digits = text.dropFirst(2)
    guard let first = digits.first, first == "0" || first == "1" else { return 0 }
    guard digits.count > 1 else { return first == "1" ? 1000 : 0 }
    let fraction = digits.dropFirst(2)
    guard digits.dropFirst().first == ".", fraction.count <= 3, let value = Int(fraction.isEmpty ? "0" : fraction) else { return 0 }
    if first == "1" { return 1000 }
    return value * [1000, 100, 10, 1][fraction.count]
  }
}

extension StringProtocol {
  /// Without the blanks and tabs round it.
  var trimmedOfBlanks: SubSequence {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let start = firstIndex(where: { !isBlank($0) }), let end = lastIndex(where: { !isBlank($0) }) else {
      return self[endIndex...]
    }
    return self[start...end]
  }
}
