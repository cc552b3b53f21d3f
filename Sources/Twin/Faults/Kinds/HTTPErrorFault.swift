import OData

/// The call is refused with a status, and not carried out.
struct HTTPErrorFault: Fault {
  static let kind = "httpError"
  static let summary = "Answers with an HTTP error; the request is not carried out."
  static let parameters = [
    FaultParameter("status", .number(400...599, default: 503), "HTTP status"),
    FaultParameter("code", .text(default: ""), "code in the product's error envelope"),
    FaultParameter("message", .text(default: "The service is unavailable (injected fault)."), "message in the product's error envelope"),
    FaultParameter("body", .text(default: nil), "a body of its own instead of the product's envelope, such as a gateway's page"),
    FaultParameter("contentType", .text(default: "text/html"), "type of that body"),
  ]

  private let values: FaultValues

  init(_ values: FaultValues) { self.values = values }

  func act(on call: FaultCall, proceed: () -> TwinAnswer) -> TwinAnswer {
    let status = Int(values.number("status"))
    if let body = values.text("body") {
      return TwinAnswer(HTTPResponse(status, headers: ["Content-Type": values.text("contentType") ?? ""], body: Array(body.utf8)))
    }
    return call.refusal(ServiceError(status: status, code: values.text("code") ?? "", message: values.text("message") ?? ""))
  }
}
