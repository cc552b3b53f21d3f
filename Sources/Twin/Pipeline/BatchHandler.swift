import EntityStore
import OData

/// `POST $batch`: parts in order, change sets all or nothing (sales-web-api.md 5.12, supply-chain-odata.md 5.8).
struct BatchHandler {
  let service: TwinService

  /// Of the batch itself; its parts may ask for other versions.
  private let rules: ProtocolRules

  init(service: TwinService) {
    self.service = service
    rules = service.rules
  }

  /// Thrown to roll a change set back; carries the answer of the part that failed.
  private struct ChangeSetFailed: Error {
    let contentID: String?
    let response: HTTPResponse
  }

  func handle(_ request: HTTPRequest) throws -> HTTPResponse {
    let errors = service.product.errors
    let items = try BatchFormat.parseRequest(body: request.body, contentType: request.headers["Content-Type"] ?? "")
    let operations = items.reduce(0) { sum, item in
      switch item {
      case .request: sum + 1
      case .changeSet(let parts): sum + parts.count
      }
    }
    guard operations <= rules.operationsPerBatchMax else {
      throw errors.badQuery("The number of operations in the batch, \(operations), exceeds the limit of \(rules.operationsPerBatchMax).")
    }
    let continues = !rules.batchStopsAtFirstError || Preferences(request.headers).continueOnError
    var answers: [BatchAnswer] = []
    var failed = false
    for item in items {
      let answer = try self.answer(item)
      answers.append(answer)
      if answer.isFailure, !continues {
        failed = true
        break
      }
    }
    let (contentType, body) = BatchFormat.encodeResponse(answers, boundary: "batchresponse_\(boundary(request))")
    return HTTPResponse(failed ? 400 : 200, headers: ["Content-Type": contentType], body: body)
  }

  private func answer(_ item: BatchItem) throws -> BatchAnswer {
    switch item {
    case .request(let part):
      let request = absolute(part.request)
      let response = service.tooLong(request, limit: rules.urlLengthInBatchMax) ?? service.answer(request, contentIDs: [:])
      service.observer?(request, response)
      return .response(BatchResponsePart(contentID: part.contentID, response: response))
    case .changeSet(let parts):
      do {
        return .changeSet(try service.product.store.transaction { try changeSet(parts) })
      } catch let failure as ChangeSetFailed {
        // One error part stands for the whole set.
        return .response(BatchResponsePart(contentID: failure.contentID, response: failure.response))
      }
    }
  }

  private func changeSet(_ parts: [BatchPart]) throws -> [BatchResponsePart] {
    var contentIDs: [String: String] = [:]
    var answers: [BatchResponsePart] = []
    for part in parts {
      let request = absolute(part.request)
      if rules.changeSetsNeedContentIDs, part.contentID == nil {
        // Status and code sourced from field reports, the text ours.
        let refusal = service.product.errors.badQuery("Every operation of a change set needs a Content-ID.")
        throw ChangeSetFailed(contentID: nil, response: service.render(refusal))
      }
      guard request.method != .get else {
        let refusal = service.product.errors.badBody("A change set must not contain a query operation.", table: nil)
        throw ChangeSetFailed(contentID: part.contentID, response: service.render(refusal))
      }
      let response =
        service.tooLong(request, limit: rules.urlLengthInBatchMax) ?? service.answer(request, contentIDs: contentIDs)
      service.observer?(request, response)
      guard response.status < 400 else { throw ChangeSetFailed(contentID: part.contentID, response: response) }
      if let id = part.contentID {
        let address = response.headers["OData-EntityId"] ?? response.headers["Location"]
        contentIDs[id] = address.map { path(of: $0) } ?? request.target
      }
      answers.append(BatchResponsePart(contentID: part.contentID, response: response))
    }
    return answers
  }

  /// The path of an absolute address.
  private func path(of address: String) -> String {
    let host = service.hostURL.utf8
    return address.utf8.starts(with: host) ? String(Substring(address.utf8.dropFirst(host.count))) : address
  }

  /// Parts may name their target from the service root (`accounts`) or by an earlier part (`$1/name`).
  private func absolute(_ request: HTTPRequest) -> HTTPRequest {
    var copy = request
    if copy.target.utf8.first == UInt8(ascii: "$") {
      copy.target = "/" + copy.target
    } else if copy.target.utf8.first != UInt8(ascii: "/") {
      copy.target = "\(rules.servicePath)/\(copy.target)"
    }
    return copy
  }

  /// Taken from the request's own bytes, not from the generator: whether work travels in batches must not change the
  /// identifiers the rows get.
  private func boundary(_ request: HTTPRequest) -> String {
    var sum = Checksum()
    sum.add(request.body)
    return GUID(high: sum.value, low: UInt64(request.body.count)).description
  }
}

extension BatchAnswer {
  fileprivate var isFailure: Bool {
    switch self {
    case .response(let part): part.response.status >= 400
    case .changeSet: false
    }
  }
}
