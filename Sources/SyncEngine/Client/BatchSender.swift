import OData
import PlantedBugs

/// One write inside a batch.
struct BatchOperation {
  let method: HTTPRequest.Method
  let target: String
  let headers: HTTPHeaders
  let body: [UInt8]
  /// Sending it twice ends in the same state as sending it once: true of PATCH, not of POST.
  let isRepeatable: Bool
  /// Writes of one document are never under way at the same time; they stand together. `nil` for a row that is a document by itself.
  let document: String?
}

/// What came of one write.
enum BatchOutcome {
  case answer(HTTPResponse)
  case noAnswer(ServiceFailure)
}

/// Sends writes in batches, several at a time, and finds out what came of each.
///
/// Refused for now (429, 503): waits and sends the rest again. No answer, or none that can be read: sends again what may be repeated, and
/// hands back what may not. Refused as a whole: halves the batch, so that one poison row stops nothing else.
struct BatchSender {
  let client: ServiceClient
  /// Each write in a change set of its own (finance and operations) or bare (Dataverse, where a change set would cost its own
  /// transaction and nothing is gained).
  let usesChangeSets: Bool
  /// Operations of a batch; those of the run unless said otherwise.
  var batchSizeMax = Int.max
  /// Whether the caller finds out by reading what became of writes that may not be repeated, so that they are handed back wherever that is
  /// not known.
  var isReadBack = false

  /// Operations on their way, by position.
  private struct Batch {
    var members: ArraySlice<Int>
    var attempt = 1
    /// Sent when these are settled: the same document goes on there.
    var rest: ArraySlice<Int> = []
  }

  /// - Returns: one outcome for each operation.
  /// - Throws: `ServiceFailure` where the service refuses the caller altogether.
  func send(_ operations: [BatchOperation]) async throws -> [BatchOutcome] {
    var outcomes = [BatchOutcome?](repeating: nil, count: operations.count)
    var batches = batches(of: operations)
    while !batches.isEmpty {
      let sent = await client.send(batches.map { request($0.members.map { operations[$0] }) })
      var next: [Batch] = []
      var attempt = 0
      for (batch, answer) in zip(batches, sent) {
        var batch = batch
        let reply = reply(answer)
        try settle(&batch, reply, operations, &outcomes)
        if batch.members.isEmpty {
          if batch.rest.isEmpty { continue }
          batch = Batch(members: batch.rest.prefix(batchSize), rest: batch.rest.dropFirst(batchSize))
        } else if case .none = reply {
          attempt = max(attempt, batch.attempt)
        }
        next.append(batch)
      }
      if attempt > 0 { try await client.wait(beforeAttempt: attempt) }
      batches = next
    }
    return outcomes.map { $0 ?? .noAnswer(client.failure(.post, "$batch", 0, "no answer")) }
  }

  /// What came back for a batch.
  private enum Reply {
    /// Nothing, or nothing that can be read.
    case none(ServiceFailure)
    /// The answers to its parts, in order, under the status of the whole.
    case parts([HTTPResponse], status: Int)
    /// One answer for all.
    case refusal(HTTPResponse)
  }

  /// An answer that is none of a batch, although its status is good, tells nothing: it was cut off or spoilt on the way, or comes from
  /// somebody else, such as a page for people.
  private func reply(_ sent: ServiceClient.Sent) -> Reply {
    switch sent {
    case .noAnswer(let failure): return .none(failure)
    case .answer(let response):
      if let answers = answers(in: response) { return .parts(answers, status: response.status) }
      if response.status >= 300 { return .refusal(response) }
      client.marks?.fire(.batchUnreadable)
      return .none(
        client.failure(.post, "\(client.endpoint.servicePath)/$batch", response.status, "the answer is none of a batch"))
    }
  }

  private var batchSize: Int { max(1, min(client.options.batchSize, batchSizeMax)) }

  /// Batches of about the wanted size that begin with a new document; a document larger than that goes on behind its batch.
  private func batches(of operations: [BatchOperation]) -> [Batch] {
    let positions = ArraySlice(operations.indices)
    var batches: [Batch] = []
    var start = 0
    while start < operations.count {
      var end = min(start + batchSize, operations.count)
      while end < operations.count, let document = operations[end].document, document == operations[end - 1].document { end += 1 }
      let full = min(start + batchSize, end)
      batches.append(Batch(members: positions[start..<full], rest: positions[full..<end]))
      start = end
    }
    return batches
  }

  /// Notes what came of a batch, and leaves in it what has to be sent again.
  private func settle(
    _ batch: inout Batch, _ reply: Reply, _ operations: [BatchOperation], _ outcomes: inout [BatchOutcome?]
  ) throws {
    switch reply {
    case .none(let failure):
      for index in batch.members where !operations[index].isRepeatable || batch.attempt >= client.options.attemptsMax {
        outcomes[index] = .noAnswer(failure)
      }
      batch.members.removeAll { outcomes[$0] != nil }
      if !batch.members.isEmpty { client.marks?.fire(.batchSentAgain) }
      batch.attempt += 1
    case .refusal(let response):
      // Who breaks down may have done some of it.
      if response.status >= 500, batch.members.count > 1 {
        handBack(&batch, response.status, FailureReason.text(of: response), operations, &outcomes)
      }
      try halve(&batch, refusedBy: response, &outcomes)
    case .parts(let answers, let status):
      // Content ids of failed change sets are not to be relied on (sourced: S23); answers come in order.
      let before = batch.members.count
      for (index, answer) in zip(batch.members, answers) where answer.status != 429 && answer.status != 503 {
        outcomes[index] = .answer(answer)
      }
      if PlantedBug.refusedPartTakenForDone.isOn {
        for index in batch.members { outcomes[index] = outcomes[index] ?? .answer(HTTPResponse(204)) }
      }
      for answer in answers where answer.status == 429 || answer.status == 503 {
        client.marks?.fire(.partRefusedForNow)
        client.take(answer)
      }
      batch.members.removeAll { outcomes[$0] != nil }
      // A batch that stops at an error did nothing of what is behind it; one that was answered in part may have done all of it.
      if answers.count < before, answers.last.map({ $0.status < 400 }) ?? true {
        client.marks?.fire(.batchAnsweredInPart)
        handBack(&batch, status, "the service did not answer every part of the batch", operations, &outcomes)
      }
      if batch.members.count == before { batch.attempt += 1 }
      if batch.attempt > client.options.attemptsMax {
        let failure = client.failure(.post, "$batch", status, "the service did not answer every part of the batch")
        for index in batch.members { outcomes[index] = .noAnswer(failure) }
        batch.members = []
      }
    }
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
    guard let type = response.headers["Content-Type"], BatchFormat.isMultipart(type),
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

  /// Gives writes that may not be repeated to the caller, who reads back what became of them.
  private func handBack(
    _ batch: inout Batch, _ status: Int, _ reason: String, _ operations: [BatchOperation], _ outcomes: inout [BatchOutcome?]
  ) {
    guard isReadBack else { return }
    let failure = client.failure(.post, "\(client.endpoint.servicePath)/$batch", status, reason)
    client.marks?.fire(.batchHandedBack)
    for index in batch.members where !operations[index].isRepeatable { outcomes[index] = .noAnswer(failure) }
    batch.members.removeAll { outcomes[$0] != nil }
  }

  private func halve(_ batch: inout Batch, refusedBy response: HTTPResponse, _ outcomes: inout [BatchOutcome?]) throws {
    if response.status == 401 || response.status == 403 {
      client.marks?.fire(.callerRefused)
      throw client.failure(.post, "\(client.endpoint.servicePath)/$batch", response.status, FailureReason.text(of: response))
    }
    if batch.members.count <= 1 {
      client.marks?.fire(.batchRefusedAlone, batch.members.count)
      for index in batch.members { outcomes[index] = .answer(response) }
      batch.members = []
      return
    }
    client.marks?.fire(.batchHalved)
    let half = batch.members.prefix(batch.members.count / 2)
    batch = Batch(members: half, rest: batch.members.dropFirst(half.count) + batch.rest)
  }
}
