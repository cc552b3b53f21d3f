import OData
import Twin

extension Fault {
  static let malformedJSON = Fault(
    "malformed-json", .http, "The request is carried out, and the JSON of the answer is spoilt in the middle.",
    reach: FaultReach(.after), .inferred, "an error that breaks out while an answer is streamed is written into its middle",
    goodEngine:
      "Takes an answer that cannot be read for no answer: a page is asked for again, a write is in doubt and its key is read back.",
    act: { strike, proceed in
      var answer = proceed(strike.request)
      guard case .response(var response) = answer.outcome, !response.body.isEmpty else { return answer }
      // In the middle, so that whoever reads as a stream has read half of it.
      response.body.insert(contentsOf: Array("\u{7},]".utf8), at: response.body.count / 2)
      answer.outcome = .response(response)
      return answer
    })
}
