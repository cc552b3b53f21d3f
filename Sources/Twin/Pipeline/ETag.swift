import EntityStore
import OData

/// How a product turns a row's version into an ETag.
public enum ETagStyle: Sendable {
  /// `W/"1234"`: the row version (Dataverse).
  case rowVersion
  /// `W/"JzEsNjgn"`: base64 of `'version,record id'`, one pair for each table behind the entity (finance and operations,
  /// supply-chain-odata.md 5.7, sourced S23).
  case recordVersion
}

extension ETagStyle {
  func etag(of row: Row) -> String {
    switch self {
    case .rowVersion: "W/\"\(row.version)\""
    case .recordVersion: etag(of: row, [])
    }
  }

  /// With the rows behind it, in the order of its data sources: `'version,record id;version,record id'`, `0,0` for one that is not there.
  func etag(of row: Row, _ behind: [Row?]) -> String {
    var text = "'\(row.version),\(row.rowID)"
    for row in behind { text += row.map { ";\($0.version),\($0.rowID)" } ?? ";0,0" }
    return "W/\"\(base64(Array((text + "'").utf8)))\""
  }

  private static let base64Alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private func base64(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let rest = bytes.count - index
      let group = UInt32(bytes[index]) << 16 | UInt32(rest > 1 ? bytes[index + 1] : 0) << 8 | UInt32(rest > 2 ? bytes[index + 2] : 0)
      for place in 0..<4 {
        text.append(place <= rest ? Self.base64Alphabet[Int(group >> UInt32(18 - 6 * place)) & 63] : UInt8(ascii: "="))
      }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }
}
