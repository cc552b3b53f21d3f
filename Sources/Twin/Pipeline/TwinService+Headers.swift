import OData

extension TwinService {
  /// Tells the number of the request, where the product does. It is counted, not drawn: what clients send must not change
  /// the identifiers rows get.
  func identify(_ response: inout HTTPResponse) {
    guard !rules.requestIdentifiers.isEmpty else { return }
    requestCount += 1
    let id = GUID(high: 0x7265_7175_6573_4000, low: 0x8000_0000_0000_0000 | requestCount).description
    for name in rules.requestIdentifiers where response.headers[name] == nil { response.headers.add(name, id) }
  }

  /// A refusal with what the client wants to know beside its code and words (sales-web-api.md 5.13).
  func annotated(_ response: HTTPResponse, of error: ServiceError, for request: HTTPRequest) -> HTTPResponse {
    guard rules.annotatesValues, request.headers["Prefer"] != nil, !response.body.isEmpty else { return response }
    let wanted = Preferences(request.headers).annotations
    let annotations = product.errors.annotations(of: error).filter { wanted.includes($0.name) }
    guard !annotations.isEmpty, let body = try? JSON(decoding: response.body), var object = body["error"]?.objectValue else {
      return response
    }
    for annotation in annotations { object.append("@\(annotation.name)", .string(annotation.value)) }
    var copy = response
    copy.body = JSON.object(["error": .object(object)]).encoded()
    return copy
  }
}
