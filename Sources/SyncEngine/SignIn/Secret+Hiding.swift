import OData

extension Secret {
  /// A text from outside without the secret, should it hold it.
  func hidden(in text: String) -> String {
    guard !isEmpty else { return text }
    return String(decoding: hidden(in: Array(text.utf8)), as: UTF8.self)
  }

  func hidden(in bytes: [UInt8]) -> [UInt8] {
    let wanted = Array(reveal().utf8)
    guard !wanted.isEmpty, wanted.count <= bytes.count else { return bytes }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == wanted[0], bytes[index...].starts(with: wanted) {
        result += Array(Secret.placeholder.utf8)
        index += wanted.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  /// A refusal without the secret: its text ends up in ledgers and reports, and some gateways repeat what they were sent.
  func hidden(in response: HTTPResponse) -> HTTPResponse {
    guard response.status >= 400, !response.body.isEmpty else { return response }
    var response = response
    response.body = hidden(in: response.body)
    return response
  }
}
