import OData
import Twin

extension FaultStrike {
  /// Answers some parts of a batch in the system's place and lets it carry out the others; of anything that is no batch, the request.
  /// - Parameter answer: asked for each part that is aimed at, in their order; `nil` lets the part pass.
  func answering(_ proceed: (HTTPRequest) -> TwinAnswer, _ answer: (FaultCalls.Call) -> HTTPResponse?) -> TwinAnswer {
    let aim = scene.aim
    guard calls.whole.operation == .batch else {
      if FaultCalls.isAimedAt(calls.whole, aim), let response = answer(calls.whole) { return TwinAnswer(response) }
      return proceed(request)
    }
    let items = FaultCalls.items(of: request)
    var answered: [BatchAnswer?] = []
    for item in items { answered.append(part(item, aim, answer)) }
    let left = zip(items, answered).filter { $1 == nil }.map(\.0)
    if left.count == items.count { return proceed(request) }
    var outcome = left.isEmpty ? TwinAnswer(HTTPResponse(200, headers: ["OData-Version": "4.0"])) : proceed(batch(of: left))
    guard case .response(var response) = outcome.outcome, var others = left.isEmpty ? [] : Self.answers(of: response) else {
      return outcome
    }
    var all: [BatchAnswer] = []
    for own in answered {
      if let own {
        all.append(own)
      } else if !others.isEmpty {
        all.append(others.removeFirst())
      }
    }
    let (type, body) = BatchFormat.encodeResponse(all, boundary: "batchresponse_fault")
    response.headers["Content-Type"] = type
    response.body = body
    outcome.outcome = .response(response)
    return outcome
  }

  private func part(_ item: BatchItem, _ aim: FaultAim, _ answer: (FaultCalls.Call) -> HTTPResponse?) -> BatchAnswer? {
    let parts: [BatchPart] =
      switch item {
      case .request(let part): [part]
      case .changeSet(let parts): parts
      }
    for part in parts {
      let call = FaultCalls.call(part.request, of: service)
      guard FaultCalls.isAimedAt(call, aim), let response = answer(call) else { continue }
      // A change set that fails is answered by its one refusal.
      return .response(BatchResponsePart(contentID: part.contentID, response: response))
    }
    return nil
  }

  /// The same batch with fewer items.
  func batch(of items: [BatchItem]) -> HTTPRequest {
    let (type, body) = BatchFormat.encodeRequest(items, boundary: "batch_fault")
    var request = request
    request.headers["Content-Type"] = type
    request.body = body
    return request
  }

  /// The answers to the parts of a batch; `nil` where it was refused as a whole.
  static func answers(of response: HTTPResponse) -> [BatchAnswer]? {
    guard let type = response.headers["Content-Type"], response.status < 300 else { return nil }
    return try? BatchFormat.parseResponse(body: response.body, contentType: type)
  }
}
