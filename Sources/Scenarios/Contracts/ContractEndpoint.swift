public import SyncEngine

/// Where the contracts of one system are checked.
public struct ContractEndpoint {
  public let transport: any HTTPTransport
  /// Path of the service root, without a trailing slash.
  public let servicePath: String

  public init(transport: any HTTPTransport, servicePath: String) {
    self.transport = transport
    self.servicePath = servicePath
  }

  /// A target as it goes on the request line: below the service root, less scheme and host, encoded where a URL needs it.
  func target(_ text: String) -> String {
    let encoded = Self.encoded(text)
    if let scheme = encoded.firstRange(of: "://"), !encoded[..<scheme.lowerBound].contains("/") {
      let rest = encoded[scheme.upperBound...]
      return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
    }
    if encoded.hasPrefix("/") { return encoded }
    return encoded.isEmpty ? servicePath : "\(servicePath)/\(encoded)"
  }

  /// Blanks, quotation marks, brackets and everything beyond ASCII; what is already encoded stays as it is.
  private static func encoded(_ text: String) -> String {
    let hexadecimal = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte <= 0x20 || byte >= 0x7F || "\"<>[]\\^`{|}".utf8.contains(byte) {
        bytes += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Says where a contract can be checked.
public protocol ContractEndpoints: AnyObject {
  /// - Returns: the endpoint, or why the contract cannot be checked there.
  func endpoint(for contract: Contract) async throws -> ContractPlace
  /// Ends what it holds on to.
  func close() async
}

public enum ContractPlace {
  case endpoint(ContractEndpoint)
  /// Why not: `needs settings of the system`.
  case nowhere(String)
}
