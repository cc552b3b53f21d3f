import OData

/// How the storage refuses: status, code and message of Azure Storage (inferred), and what is behind a refused signature, which it
/// tells apart.
enum BlobRefusal: Error, Equatable {
  case unsigned, forged, notPermitted, notFound, elsewhere
  case expired(Timestamp, now: Timestamp)
  case missingHeader(String)
  case unsupportedMethod

  private static let notAuthenticated =
    "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature."

  var status: Int {
    switch self {
    case .unsigned: 409
    case .forged, .expired, .notPermitted: 403
    case .notFound, .elsewhere: 404
    case .missingHeader: 400
    case .unsupportedMethod: 405
    }
  }

  var code: String {
    switch self {
    case .unsigned: "PublicAccessNotPermitted"
    case .forged, .expired: "AuthenticationFailed"
    case .notPermitted: "AuthorizationPermissionMismatch"
    case .notFound: "BlobNotFound"
    case .elsewhere: "ResourceNotFound"
    case .missingHeader: "MissingRequiredHeader"
    case .unsupportedMethod: "UnsupportedHttpVerb"
    }
  }

  var message: String {
    switch self {
    case .unsigned: "Public access is not permitted on this storage account."
    case .forged, .expired: Self.notAuthenticated
    case .notPermitted: "This request is not authorized to perform this operation using this permission."
    case .notFound: "The specified blob does not exist."
    case .elsewhere:
      "The specified resource does not exist. The twin reads packages from its own storage only; ask GetAzureWriteUrl for an address."
    case .missingHeader: "An HTTP header that's mandatory for this request is not specified."
    case .unsupportedMethod: "The resource doesn't support specified Http Verb."
    }
  }

  /// A further element of the body.
  var detail: (name: String, text: String)? {
    switch self {
    case .forged: ("AuthenticationErrorDetail", "Signature did not match.")
    case .expired(let expiry, let now):
      ("AuthenticationErrorDetail", "Signature not valid in the specified time frame: Expiry [\(expiry)] - Current [\(now)]")
    case .missingHeader(let name): ("HeaderName", name)
    default: nil
    }
  }

  /// One sentence, for the answers of actions.
  var sentence: String { "\(code): \(message)" + (detail.map { " \($0.text)" } ?? "") }

  var response: HTTPResponse {
    var body = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>\(code)</Code><Message>\(message)</Message>"
    if let detail { body += "<\(detail.name)>\(detail.text)</\(detail.name)>" }
    return HTTPResponse(
      status, headers: ["Content-Type": "application/xml", "x-ms-error-code": code, "x-ms-version": BlobDoor.version],
      body: Array((body + "</Error>").utf8))
  }
}
