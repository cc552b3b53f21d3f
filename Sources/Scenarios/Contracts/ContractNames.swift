import OData

/// What a contract's requests and expectations may name in `${…}`: what its answers left behind, and values of this check
/// alone, so that a contract can be checked again and again in a system that keeps its data.
final class ContractNames: Names {
  /// Short text no other check has used: letters and digits, at most nine.
  let unique: String
  private let guid: GUID
  private let servicePath: String
  var captures: [String: Captured] = [:]
  /// Which turn of a repeated request this is, from 1.
  var index = 1

  static let builtIn = ["unique", "guid", "index", "service"]

  init(unique: String, servicePath: String) {
    self.unique = unique
    self.servicePath = servicePath
    // FNV-1a: the same check gets the same identifier, another check another.
    var high: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in unique.utf8 { high = (high ^ UInt64(byte)) &* 0x100_0000_01b3 }
    guid = GUID(high: high, low: 0x8000_0000_0000_0000 | high >> 8)
  }

  func captured(_ name: String) -> Captured? {
    switch name {
    case "unique": Captured(.string(unique))
    case "guid": Captured(.string(guid.description))
    case "index": Captured(.number(ExactDecimal(index)))
    case "service": Captured(.string(servicePath))
    default: captures[name]
    }
  }

  var all: [String] { captures.keys.sorted() + Self.builtIn }
}
