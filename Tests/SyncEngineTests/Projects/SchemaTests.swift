import Foundation
import OData
import StrictYAML
import SyncEngine
import Testing

/// The JSON Schemas editors use, against the files that are shipped.
struct SchemaTests {
  private static let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs")

  @Test("The schemas in docs/schemas are those that the readers' shapes give", arguments: FileSchema.allCases)
  func shipped(schema: FileSchema) throws {
    let file = Self.docs.appendingPathComponent("schemas/\(schema.rawValue).schema.json")
    let shipped = try String(contentsOf: file, encoding: .utf8)
    #expect(
      shipped == schema.json.indentedText, "write it anew: p2c schema \(schema.rawValue) > docs/schemas/\(schema.rawValue).schema.json")
  }

  @Test(
    "Every example is what its schema asks for, and a misspelt key is not",
    arguments: [("projects", FileSchema.project), ("connection-sets", .connectionSet), ("templates", .template)])
  func examples(folder: String, schema: FileSchema) throws {
    let url = Self.docs.appendingPathComponent("examples/\(folder)")
    let files = try FileManager.default.contentsOfDirectory(atPath: url.path).filter { $0.hasSuffix(".yaml") }.sorted()
    #expect(!files.isEmpty)
    for name in files {
      let yaml = try YAML(try SourceFile(reading: url.appendingPathComponent(name).path))
      let check = SchemaCheck(yaml)
      check.check(yaml, schema.json)
      #expect(check.complaints == [], "\(name)")
      guard case .map(let members, let position) = yaml else {
        Issue.record("\(name) is no mapping")
        continue
      }
      let misspelt = YAML.map([(YAML.Scalar(text: "nope", isQuoted: false, position: position), yaml)] + members, position)
      let other = SchemaCheck(misspelt)
      other.check(misspelt, schema.json)
      #expect(other.complaints == ["unknown key nope"])
    }
  }
}

/// As much of JSON Schema as our schemas use, over YAML.
private final class SchemaCheck {
  var complaints: [String] = []

  init(_ yaml: YAML) {}

  func check(_ yaml: YAML, _ schema: JSON) {
    if let any = schema["anyOf"]?.arrayValue {
      let isOne = any.contains { one in
        let inner = SchemaCheck(yaml)
        inner.check(yaml, one)
        return inner.complaints.isEmpty
      }
      if !isOne { complaints.append("\(yaml.position): none of anyOf") }
      return
    }
    switch yaml {
    case .scalar(let scalar):
      let types = schema["type"]?.arrayValue?.compactMap(\.stringValue) ?? [schema["type"]?.stringValue].compactMap { $0 }
      if types == ["object"] || types == ["array"] { complaints.append("\(yaml.position): a text, not \(types[0])") }
      if let pattern = schema["pattern"]?.stringValue, (try? Regex(pattern).wholeMatch(in: scalar.text)) == nil {
        complaints.append("\(yaml.position): '\(scalar.text)' does not match \(pattern)")
      }
      if let words = schema["enum"]?.arrayValue, !words.contains(where: { $0 == .string(scalar.text) || $0.text == scalar.text }) {
        complaints.append("\(yaml.position): '\(scalar.text)' is none of \(words)")
      }
    case .list(let elements, _):
      guard schema["type"] == "array", let items = schema["items"] else { return complaints.append("\(yaml.position): a list") }
      for element in elements { check(element, items) }
    case .map(let members, _):
      guard schema["type"] == "object" else { return complaints.append("\(yaml.position): a mapping") }
      for (key, value) in members {
        if let property = schema["properties"]?[key.text] {
          check(value, property)
        } else if let other = schema["additionalProperties"], other != false {
          check(value, other)
        } else {
          complaints.append("unknown key \(key.text)")
        }
      }
      for required in schema["required"]?.arrayValue ?? [] where !members.contains(where: { $0.key.text == required.stringValue }) {
        complaints.append("\(yaml.position): no \(required)")
      }
      if let oneOf = schema["oneOf"]?.arrayValue {
        let count = oneOf.count { one in members.contains { $0.key.text == one["required"]?.arrayValue?.first?.stringValue } }
        if count != 1 { complaints.append("\(yaml.position): \(count) of oneOf") }
      }
    }
  }
}
