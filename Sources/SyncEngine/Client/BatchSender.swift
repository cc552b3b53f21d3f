import OData

/// One write inside a batch.
struct BatchOperation {
  let method: HTTPRequest.Method
  let target: String
  let headers: HTTPHeaders
  let body: [UInt8]
  /// Sending it twice ends in the same state as sending it once: true of PATCH, not of POST.
  let isRepeatable: Bool
}

/// What came of one write.
enum BatchOutcome {
  case answer(HTTPResponse)
  case noAnswer(ServiceFailure)
}

/// Sends writes in batches and finds out what came of each.
///
/// Refused for now (429, 503): waits and sends the rest again. No answer: sends again what may be repeated, and hands back what may
/// not. Refused as a whole: halves the batch, so that one poison row stops nothing else.
struct BatchSender {
  let client: ServiceClient
  /// Each write in a change set of its own (finance and operations) or bare (Dataverse, where a change set would cost its own
  /// transaction and nothing is gained).
  let usesChangeSets: Bool

  func send(_ operations: [BatchOperation]) async throws -> [BatchOutcome] {
    var outcomes: [BatchOutcome] = []
    outcomes.reserveCapacity(operations.count)
    var start = 0
    while start < operations.count {
      let end = min(start + max(1, client.options.batchSize), operations.count)
      outcomes += try await sendOne(Array(operations[start..<end]))
      start = end
    }
    return outcomes
  }

  private func sendOne(_ operations: [BatchOperation]) async throws -> [BatchOutcome] {
    var outcomes = [BatchOutcome?](repeating: nil, count: operations.count)
    var open = Array(operations.indices)
    var attempt = 1
    while !open.isEmpty {
      switch await client.send(request(open.map { operations[$0] })) {
      case .noAnswer(let failure):
        for index in open where !operations[index].isRepeatable || attempt >= client.options.attemptsMax {
          outcomes[index] = .noAnswer(failure)
        }
        open.removeAll { outcomes[$0] != nil }
        if !open.isEmpty { try await client.wait(beforeAttempt: attempt + 1) }
        attempt += 1
      case .answer(let response):
        guard let answers = answers(in: response) else { return try await halve(operations, refusedBy: response) }
        // Content ids of failed change sets are not to be relied on (sourced: S23); answers come in order.
        var refused: HTTPResponse?
        for (index, answer) in zip(open, answers) {
          if answer.status == 429 || answer.status == 503 { refused = answer } else { outcomes[index] = .answer(answer) }
        }
        let before = open.count
        open.removeAll { outcomes[$0] != nil }
        if let refused { try await client.wait(asAskedBy: refused) }
        if open.count == before { attempt += 1 }
        if attempt > client.options.attemptsMax {
          let failure = client.failure(.post, "$batch", response.status, "the service did not answer every part of the batch")
          for index in open { outcomes[index] = .noAnswer(failure) }
          open = []
        }
      }
    }
    return outcomes.map { $0 ?? .noAnswer(client.failure(.post, "$batch", 0, "no answer")) }
  }

  private func request(_ operations: [BatchOperation]) -> HTTPRequest {
    let items = operations.enumerated().map { position, operation in
      let part = BatchPart(
        contentID: usesChangeSets ? String(position + 1) : nil,
        request: HTTPRequest(operation.method, operation.target, headers: operation.headers, body: operation.body))
      return usesChangeSets ? BatchItem.changeSet([part]) : BatchItem.request(part)
    }
    let (contentType, body) = BatchFormat.encodeRequest(items, boundary: client.nextBoundary())
    return HTTPRequest(
      .post, "\(client.endpoint.servicePath)/$batch",
      headers: [
        "Content-Type": contentType, "Accept": "multipart/mixed", "OData-Version": "4.0", "OData-MaxVersion": "4.0",
        "Prefer": "odata.continue-on-error",
      ], body: body)
  }

  /// The answer to each write; `nil` where the batch was refused as a whole.
  private func answers(in response: HTTPResponse) -> [HTTPResponse]? {
    guard let type = response.headers["Content-Type"], type.prefix(10).equalsIgnoringASCIICase("multipart/"),
      let answers = try? BatchFormat.parseResponse(body: response.body, contentType: type), !answers.isEmpty
    else { return nil }
    return answers.map { answer in
      switch answer {
      case .response(let part): part.response
      // A change set that is answered by nothing at all has succeeded without a content.
      case .changeSet(let parts): parts.first?.response ?? HTTPResponse(204)
      }
    }
  }

  private func halve(_ operations: [BatchOperation], refusedBy response: HTTPResponse) async throws -> [BatchOutcome] {
    if response.status == 401 || response.status == 403 {
      throw client.failure(.post, "\(client.endpoint.servicePath)/$batch", response.status, FailureReason.text(of: response))
    }
    if operations.count == 1 { return [.answer(response)] }
    let middle = operations.count / 2
    return try await sendOne(Array(operations[..<middle])) + sendOne(Array(operations[middle...]))
  }
}
