import OData

/// Finds the text in an error answer that tells a person what went wrong: the innermost message.
enum FailureReason {
  /// Finance and operations puts the real text (the Infolog) into `innererror`, sometimes several levels deep, under a constant outer
  /// message; Dataverse puts it into `message`. A gateway may answer with a page that is no JSON at all (sourced: S23, S25).
  static func text(of response: HTTPResponse) -> String {
    guard let json = try? JSON(decoding: response.body) else { return plain(response) }
    if let error = json["error"] {
      var inner = error["innererror"]
      var deepest = inner?["message"]?.stringValue
      while let next = inner?["internalexception"] ?? inner?["innererror"] {
        inner = next
        if let message = next["message"]?.stringValue, !message.isBlank { deepest = message }
      }
      if let deepest, !deepest.isBlank { return deepest }
      if let message = error["message"]?.stringValue, !message.isBlank { return message }
    }
    if let message = json["Message"]?.stringValue { return message }
    return plain(response)
  }

  private static func plain(_ response: HTTPResponse) -> String {
    let text = response.text.prefix(200)
    return text.isBlank ? "HTTP \(response.status) without a text" : "HTTP \(response.status): \(text)"
  }
}
