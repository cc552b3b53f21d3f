import OData

/// A request a system answered with an error.
struct Refusal: Error {
  let system: SystemName
  let request: HTTPRequest
  let response: HTTPResponse
  /// `0x80040217`; empty where the product gives none.
  let code: String
  /// The text that says what is wrong. In finance and operations that is the inner one: the outer is the same for all.
  let message: String

  init(system: SystemName, request: HTTPRequest, response: HTTPResponse) {
    self.system = system
    self.request = request
    self.response = response
    let body = try? JSON(decoding: response.body)
    let error = body?["error"]
    code = error?["code"]?.stringValue ?? ""
    message =
      error?["innererror"]?["message"]?.stringValue ?? error?["message"]?.stringValue ?? body?["Message"]?.stringValue
      ?? (response.body.isEmpty ? "no text" : String(response.text.prefix(400)))
  }

  /// What it comes to, the same for every record it happens to.
  var brief: String { "\(system.title) refused it with \(response.status)\(code.isEmpty ? "" : " \(code)"): \(message)" }

  var summary: String {
    let name = code.isEmpty ? "" : " \(code)"
    return "\(system.title) refused \(request.method.rawValue) \(request.target.prefix(160)) with \(response.status)\(name): \(message)"
  }
}
