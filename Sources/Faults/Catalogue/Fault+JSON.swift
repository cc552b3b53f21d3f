public import OData
import Twin

extension Fault {
  /// What is known of it, for the control plane and `p2c faults --json`.
  public var json: JSONObject {
    [
      "fault": .string(name), "family": .string(family.rawValue), "summary": .string(summary),
      "parameters": .array(parameters.map { .object($0.json) }), "systems": .array(reach.systems.map { .string($0) }),
      "operations": .array(reach.operations.map { .string($0.rawValue) }), "strikes": .string(strikes),
      "evidence": .string(evidence.rawValue), "source": .string(source), "goodEngine": .string(goodEngine),
    ]
  }

  /// When it strikes, for people.
  public var strikes: String { reach.operations.isEmpty ? "when it is set up" : reach.moment.rawValue }
}

extension FaultParameter {
  fileprivate var json: JSONObject {
    var object: JSONObject = ["name": .string(name), "summary": .string(summary)]
    switch kind {
    case .number(let range, let number, _):
      object.append("type", "number")
      object.append("minimum", .number(ExactDecimal(range.lowerBound)))
      object.append("maximum", .number(ExactDecimal(range.upperBound)))
      object.append("default", .number(ExactDecimal(number)))
    case .text(let text):
      object.append("type", "text")
      object.append("default", text.map { .string($0) } ?? .null)
    case .word(let words):
      object.append("type", "word")
      object.append("words", .array(words.map { .string($0) }))
      object.append("default", words.first.map { .string($0) } ?? .null)
    case .required:
      object.append("type", "text")
      object.append("required", true)
    }
    return object
  }
}
