import OData

/// What is inside of a batch.
enum BatchParts {
  /// Each request of a batch with its answer; `nil` for what cannot be read as one.
  static func split(_ request: HTTPRequest, _ response: HTTPResponse) -> [(request: HTTPRequest, response: HTTPResponse?)]? {
    guard response.status < 300,
      let items = try? BatchFormat.parseRequest(body: request.body, contentType: request.headers["Content-Type"] ?? ""),
      let answers = try? BatchFormat.parseResponse(body: response.body, contentType: response.headers["Content-Type"] ?? "")
    else { return nil }
    var parts: [(HTTPRequest, HTTPResponse?)] = []
    for (index, item) in items.enumerated() {
      let responses = index < answers.count ? answers[index].parts : []
      for (number, request) in item.parts.enumerated() {
        // A change set that fails has one answer for all of its requests.
        parts.append((request, number < responses.count ? responses[number] : responses.first))
      }
    }
    return parts
  }
}

extension BatchItem {
  fileprivate var parts: [HTTPRequest] {
    switch self {
    case .request(let part): [part.request]
    case .changeSet(let parts): parts.map(\.request)
    }
  }
}

extension BatchAnswer {
  fileprivate var parts: [HTTPResponse] {
    switch self {
    case .response(let part): [part.response]
    case .changeSet(let parts): parts.map(\.response)
    }
  }
}
