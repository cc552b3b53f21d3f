import OData
import Twin

extension Fault {
  static let columnRetyped = Fault(
    "column-retyped", .data,
    "A column of the entity has another type: metadata tells it, answers hold it, and values of the old type are refused.",
    parameters: [
      FaultParameter("column", .required, "the column"),
      FaultParameter("type", .word(["number", "text"]), "its new type"),
    ],
    reach: FaultReach([.read, .write, .batch, .metadata], .either, needsEntity: true), .sourced,
    "a column is removed and made again with another type",
    goodEngine:
      "Sees in the metadata whether the mapping still fits. What does not fit is told of the project or of the row; nothing is cut "
      + "or guessed.",
    act: { strike, proceed in
      let (table, edit) = try strike.drifting()
      let column = strike.values.text("column") ?? ""
      let isNumber = strike.values.text("type") == "number"
      if strike.calls.whole.operation == .metadata {
        return strike.editingMetadata(proceed) { edit.retyping(column, to: isNumber ? "Edm.Int32" : "Edm.String", in: $0) }
      }
      var answer = strike.answering(proceed) { call in
        guard let value = (try? JSON(decoding: call.request.body))?[column], !value.isNull else { return nil }
        if isNumber ? value.numberValue != nil : value.stringValue != nil { return nil }
        let reason = "Cannot convert the value '\(bare(value))' of '\(column)' to \(isNumber ? "a number" : "a text")."
        return strike.refusal(strike.service.product.errors.badBody(reason, table: table))
      }
      guard strike.calls.whole.operation == .read, case .response(var response) = answer.outcome, response.status == 200,
        let json = try? JSON(decoding: response.body)
      else { return answer }
      response.body = retyped(json, column, isNumber).encoded()
      answer.outcome = .response(response)
      return answer
    })

  private static func retyped(_ json: JSON, _ column: String, _ isNumber: Bool) -> JSON {
    switch json {
    case .array(let elements): return .array(elements.map { retyped($0, column, isNumber) })
    case .object(let object):
      return .object(
        JSONObject(
          object.members.map { member in
            guard member.name == column, !member.value.isNull else { return .init(member.name, retyped(member.value, column, isNumber)) }
            let text = bare(member.value)
            return .init(member.name, isNumber ? ExactDecimal(text).map { .number($0) } ?? .null : .string(text))
          }))
    default: return json
    }
  }

  private static func bare(_ json: JSON) -> String { json.stringValue ?? json.text }
}
