import Foundation
import OData

/// The parts of a token, read without the room under test.
enum Parts {
  static func decode(_ part: Substring) -> Data {
    var text = String(part).replacing("-", with: "+").replacing("_", with: "/")
    text += String(repeating: "=", count: (4 - text.count % 4) % 4)
    return Data(base64Encoded: text) ?? Data()
  }

  static func encode(_ data: some Sequence<UInt8>) -> String {
    Data(data).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  static func json(_ token: String, _ index: Int) throws -> JSON { try JSON(decoding: Array(decode(token.split(separator: ".")[index]))) }
}
