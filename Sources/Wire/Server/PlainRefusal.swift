import OData

/// A refusal by HTTP itself, before any twin was asked: plain text, because no product's envelope fits what no product has seen.
struct PlainRefusal: Error, Equatable {
  let status: Int
  let reason: String
  var headers: OData.HTTPHeaders = [:]

  var response: OData.HTTPResponse {
    var all = headers
    all.add("Content-Type", "text/plain; charset=utf-8")
    return OData.HTTPResponse(status, headers: all, body: Array("\(reason)\n".utf8))
  }
}
