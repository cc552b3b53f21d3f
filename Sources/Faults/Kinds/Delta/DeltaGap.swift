import OData
import Twin

extension Fault {
  static let deltaGap = Fault(
    "delta-gap", .delta, "The answer to a delta link leaves changes out and says nothing of it.",
    parameters: [FaultParameter("rows", .number(1...5000, default: 1, drawn: 1...3), "how many of the first rows are left out")],
    reach: FaultReach([.read], .after, systems: ["sales"], isFor: Fault.isDelta), .proposed, "a service that breaks its promise",
    goodEngine: "Cannot see it. A run with all data finds what was left out; who goes by delta links runs one now and then.",
    act: { strike, proceed in
      var answer = proceed(strike.request)
      guard case .response(var response) = answer.outcome, response.status == 200,
        var object = try? JSON(decoding: response.body).objectValue,
        let rows = object["value"]?.arrayValue
      else { return answer }
      object = JSONObject(
        object.members.map { member in
          member.name == "value" ? .init("value", .array(Array(rows.dropFirst(Int(strike.values.number("rows")))))) : member
        })
      response.body = JSON.object(object).encoded()
      answer.outcome = .response(response)
      return answer
    })
}
