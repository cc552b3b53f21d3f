import OData
import StrictYAML

/// A value that comes into the control plane: a member of a body or a query parameter. Checked by the same description that the
/// OpenAPI document is made from.
struct ControlField: Sendable {
  indirect enum Kind: Sendable {
    case text
    /// A text of the shape this regular expression describes; whoever takes it checks it.
    case shaped(String)
    /// What can name a world or a snapshot.
    static let name = Kind.shaped(WorldAddress.namePattern)
    case word([String])
    case flag
    case number(ClosedRange<Int64>)
    /// A whole number of 64 bits without a sign.
    case seed
    case moment
    case object([ControlField])
    /// An object whose members somebody else checks.
    case anyObject
    /// The kind, or null.
    case optional(Kind)
  }

  let name: String
  let kind: Kind
  let isRequired: Bool
  let summary: String

  init(_ name: String, _ kind: Kind, required: Bool = false, _ summary: String) {
    self.name = name
    self.kind = kind
    isRequired = required
    self.summary = summary
  }

  /// Checks the members of an object.
  /// - Throws: `ControlError` for a member nobody knows, a missing one, or a value of the wrong type.
  static func check(_ object: JSONObject, _ fields: [ControlField], in place: String = "the body") throws(ControlError) {
    for member in object.members where !fields.contains(where: { $0.name == member.name }) {
      let names = fields.map(\.name)
      throw .badRequest(
        "\(place) has no member '\(member.name.prefix(80))'\(Suggestion.phrase(for: member.name, among: names))",
        hint: names.isEmpty ? "It takes none." : "Members: \(names.joined(separator: ", ")).")
    }
    for field in fields {
      if let value = object[field.name] {
        try field.check(value, field.kind, in: place)
      } else if field.isRequired {
        throw .badRequest("\(place) needs '\(field.name)'", hint: "\(field.summary).")
      }
    }
  }

  private func check(_ value: JSON, _ kind: Kind, in place: String) throws(ControlError) {
    switch (kind, value) {
    case (.optional(let inner), _):
      if !value.isNull { try check(value, inner, in: place) }
    case (.text, .string), (.shaped, .string), (.flag, .bool), (.anyObject, .object): return
    case (.word(let words), .string(let word)) where words.contains(word): return
    case (.number(let range), .number(let number)) where number.exactInt64.map(range.contains) ?? false: return
    case (.seed, _) where value.unsignedValue != nil: return
    case (.moment, .string(let text)) where Timestamp(text) != nil: return
    case (.object(let fields), .object(let object)): try Self.check(object, fields, in: "'\(name)'")
    default: throw .badRequest("'\(name)' of \(place) is not \(Self.words(kind))", hint: "\(summary).")
    }
  }

  private static func words(_ kind: Kind) -> String {
    switch kind {
    case .text, .shaped: "a text"
    case .word(let words): "one of \(words.joined(separator: ", "))"
    case .flag: "true or false"
    case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .seed: "a whole number from 0 to 18446744073709551615"
    case .moment: "a moment such as 2018-04-03T08:00:00Z"
    case .object, .anyObject: "an object"
    case .optional(let inner): "\(words(inner)), or null"
    }
  }

  // MARK: As JSON Schema

  static func schema(_ fields: [ControlField]) -> JSON {
    var properties = JSONObject()
    for field in fields {
      var schema = schema(field.kind)
      schema.append("description", .string(field.summary))
      properties.append(field.name, .object(schema))
    }
    var object: JSONObject = ["type": "object", "properties": .object(properties), "additionalProperties": false]
    let required = fields.filter(\.isRequired).map { JSON.string($0.name) }
    if !required.isEmpty { object.append("required", .array(required)) }
    return .object(object)
  }

  static func schema(_ kind: Kind) -> JSONObject {
    switch kind {
    case .text: ["type": "string"]
    case .shaped(let pattern): ["type": "string", "pattern": .string(pattern)]
    case .word(let words): ["type": "string", "enum": .array(words.map { .string($0) })]
    case .flag: ["type": "boolean"]
    case .number(let range):
      [
        "type": "integer", "minimum": .number(ExactDecimal(range.lowerBound)), "maximum": .number(ExactDecimal(range.upperBound)),
      ]
    case .seed: ["type": "integer", "minimum": 0, "maximum": .number(ExactDecimal(UInt64.max))]
    case .moment: ["type": "string", "format": "date-time"]
    case .object(let fields): schema(fields).objectValue ?? [:]
    case .anyObject: ["type": "object"]
    case .optional(let inner): ["anyOf": [.object(schema(inner)), ["type": "null"]]]
    }
  }
}
