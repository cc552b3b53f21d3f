public import OData
public import StrictYAML

/// The JSON Schema (draft 2020-12) of a kind of file, for editors; made from the shape its reader checks.
public enum JSONSchema {
  public static func document(of shape: MapShape, title: String) -> JSON {
    var root: JSONObject = ["$schema": "https://json-schema.org/draft/2020-12/schema", "title": .string(title)]
    for member in object(shape).members { root.append(member.name, member.value) }
    return .object(root)
  }

  private static func object(_ shape: MapShape) -> JSONObject {
    let properties = shape.keys.map { key in
      var value = schema(key.shape)
      if value["description"] == nil { value.append("description", .string(key.about)) }
      return JSONObject.Member(key.name, .object(value))
    }
    var result: JSONObject = [
      "type": "object", "description": .string(shape.about), "additionalProperties": false, "properties": .object(JSONObject(properties)),
    ]
    let required = shape.keys.filter(\.isRequired).map { JSON.string($0.name) }
    if !required.isEmpty { result.append("required", .array(required)) }
    if !shape.oneOf.isEmpty {
      result.append("oneOf", .array(shape.oneOf.map { .object(["required": .array([.string($0)])]) }))
    }
    return result
  }

  /// YAML readers of editors take `20` for a number and `yes`, by their version, for a boolean or a text; for us all are text.
  private static let scalars: JSON = ["string", "number", "boolean"]

  private static func schema(_ shape: ValueShape) -> JSONObject {
    switch shape {
    case .text: ["type": scalars, "minLength": 1]
    case .anyText: ["type": ["string", "number", "boolean", "null"]]
    case .form(let pattern, let what): ["type": "string", "pattern": .string("^(?:\(pattern))$"), "description": .string("Write \(what).")]
    case .flag: ["enum": [true, false, "yes", "no"]]
    case .wholeNumber(let range):
      [
        "type": "integer", "minimum": .number(ExactDecimal(range.lowerBound)), "maximum": .number(ExactDecimal(range.upperBound)),
      ]
    case .word(let words): ["enum": .array(words.map { .string($0) })]
    case .texts: ["anyOf": [["type": scalars], ["type": "array", "items": ["type": scalars]]]]
    case .list(let element): ["type": "array", "items": .object(schema(element))]
    case .names(let element): ["type": "object", "additionalProperties": .object(schema(element))]
    case .map(let shape): object(shape)
    case .secret: schema(.form(pattern: ValueShape.secretPattern, what: SecretReference.form))
    case .confidential: ["type": "string", "minLength": 1]
    }
  }
}
