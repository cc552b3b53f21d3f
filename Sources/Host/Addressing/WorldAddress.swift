import OData

/// Which world a request is for, and its target inside that world.
struct WorldAddress: Hashable, Sendable {
  /// `nil` for the default world.
  let world: String?
  /// `/worlds/NAME` where the path names the world, else empty.
  let prefix: String
  /// Path and query as the world sees them.
  let target: String

  /// Names the world of a request whose path does not.
  static let header = "X-P2C-World"
  private static let root = "/worlds/"

  /// The path decides before the header does.
  init(_ request: HTTPRequest) {
    let target = request.target
    guard target.utf8.starts(with: Self.root.utf8) else {
      world = request.headers[Self.header]
      prefix = ""
      self.target = target
      return
    }
    let rest = target.utf8.dropFirst(Self.root.utf8.count)
    let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
    world = String(Substring(rest[..<end]))
    prefix = String(target[..<end])
    let inside = target[end...]
    self.target = inside.utf8.first == UInt8(ascii: "/") ? String(inside) : "/" + inside
  }

  /// 1 to 63 lower-case letters, digits, `-` and `_`, a letter or digit first: what can stand in a path, a header and a file name.
  static let namePattern = "^[a-z0-9][a-z0-9_-]{0,62}$"

  /// Whether a text has the shape of `namePattern`.
  static func isName(_ text: String) -> Bool {
    func isAlphanumeric(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) }
    return (1...63).contains(text.utf8.count) && text.utf8.first.map(isAlphanumeric) ?? false
      && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
  }
}
