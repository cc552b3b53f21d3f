public import OData

/// The kinds of files people write scenarios in, each with the JSON Schema (draft 2020-12) that editors check it with. Made from the
/// tables the readers use: a step or a matcher that is added there is in the schema.
public enum ScenarioSchema: String, Sendable, CaseIterable {
  case scenario
  /// A group of steps: `order.steps.yaml`.
  case steps

  public var json: JSON {
    let (title, keys, required): (String, [KeyForm], [String]) =
      switch self {
      case .scenario: ("Scenario", KeyForm.ofScenario, ["scenario", "steps"])
      case .steps: ("Group of steps", KeyForm.ofGroup, ["group", "steps"])
      }
    var root: JSONObject = ["$schema": "https://json-schema.org/draft/2020-12/schema", "title": .string(title)]
    for member in Self.object(keys, required: required).members { root.append(member.name, member.value) }
    root.append("$defs", .object(Self.definitions))
    return .object(root)
  }

  /// A mapping with these keys and no others.
  static func object(_ keys: [KeyForm], required: [String] = [], about: String? = nil) -> JSONObject {
    var result: JSONObject = ["type": "object"]
    if let about { result.append("description", .string(about)) }
    result.append("additionalProperties", false)
    result.append("properties", .object(JSONObject(keys.map { .init($0.name, .object($0.schema)) })))
    if !required.isEmpty { result.append("required", .array(required.map { .string($0) })) }
    return result
  }

  private static var definitions: JSONObject {
    var result: JSONObject = [
      "steps": ["type": "array", "items": ["$ref": "#/$defs/step"]],
      "step": ["anyOf": .array(StepTable.all.map { ["$ref": .string("#/$defs/step-\($0.keyword)")] })],
      "place": .object(object(KeyForm.ofPlace, about: "Which places are meant: all that is given must hold.")),
      "expected": [
        "description": "A value, or a mapping of matchers that must all hold.",
        "anyOf": [
          ["type": ["string", "number", "boolean", "null", "array"]],
          .object(object(MatcherTable.keys.map { KeyForm($0, .anything, "A matcher.") })),
          ["type": "object"],
        ],
      ],
      "expectedFields": ["type": "object", "additionalProperties": ["$ref": "#/$defs/expected"]],
      "table": [
        "description": "Rows: written in place, in a file, or generated.",
        "anyOf": [["type": "array", "items": ["type": "object"]], .object(object(KeyForm.ofTable))],
      ],
    ]
    for type in StepTable.all {
      let own = KeyForm.ofStep(type.keyword, named: type.keyword).described(type.summary)
      let keys = [own] + (type.keys + StepTable.commonKeys).map { KeyForm.ofStep(type.keyword, named: $0) }
      result.append("step-\(type.keyword)", .object(object(keys, required: [type.keyword], about: type.summary)))
    }
    return result
  }
}
