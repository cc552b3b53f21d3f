import OData
import Twin

extension Fault {
  static let partialBatchAnswer = Fault(
    "partial-batch-answer", .commitThenFail, "A batch is carried out, and its answer tells of the first parts only.",
    parameters: [FaultParameter("percent", .number(0...99, default: 50, drawn: 0...99), "how many parts are told of, in hundredths")],
    reach: FaultReach([.batch], .after), .inferred, "a batch that runs out of time stops answering where it is (execute batch operations)",
    goodEngine: "What nothing was told of is in doubt: its keys are read back.",
    act: { strike, proceed in
      var answer = proceed(strike.request)
      guard case .response(var response) = answer.outcome, let parts = FaultStrike.answers(of: response) else { return answer }
      let told = parts.prefix(parts.count * Int(strike.values.number("percent")) / 100)
      let (type, body) = BatchFormat.encodeResponse(Array(told), boundary: "batchresponse_fault")
      response.headers["Content-Type"] = type
      response.body = body
      answer.outcome = .response(response)
      return answer
    })
}
