import Foundation
import OData
import StrictYAML
import SyncEngine
import Testing

@testable import Scenarios

/// The JSON Schemas that editors check scenarios with.
struct ScenarioSchemaTests {
  @Test("The schemas in docs/schemas are those that the readers' tables give", arguments: ScenarioSchema.allCases)
  func shipped(schema: ScenarioSchema) throws {
    let path = "docs/schemas/\(schema.rawValue).schema.json"
    let shipped = try String(contentsOfFile: "\(Worlds.root)/\(path)", encoding: .utf8)
    #expect(shipped == schema.json.indentedText, "write it anew: p2c schema \(schema.rawValue) > \(path)")
  }

  @Test("Every key of every step is described")
  func described() {
    for type in StepTable.all {
      let missing = (type.keys + StepTable.commonKeys).filter { !KeyForm.isDescribed(type.keyword, $0) }
      #expect(missing == [], "\(type.keyword)")
    }
    #expect(Set(KeyForm.ofScenario.map(\.name)) == Set(Scenario.keys))
    #expect(Set(KeyForm.ofGroup.map(\.name)) == Set(StepGroup.keys))
    #expect(Set(KeyForm.ofTable.map(\.name)) == Set(DataTable.keys))
  }

  @Test("Every scenario and every group of steps that is shipped is what its schema asks for")
  func scenarios() throws {
    let root = "\(Worlds.root)/scenarios"
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    let files = try ScenarioDiscovery.files([root]) + names.filter { $0.hasSuffix(StepGroup.suffix) }.sorted().map { "\(root)/\($0)" }
    #expect(files.count > 170)
    var complaints: [String] = []
    for name in files {
      let schema = name.hasSuffix(StepGroup.suffix) ? ScenarioSchema.steps : .scenario
      let complaint = SchemaCheck(schema.json).complaint(try YAML(try SourceFile(reading: name)), schema.json)
      if let complaint { complaints.append(String(complaint.prefix(2_000))) }
    }
    #expect(complaints.prefix(3) == [])
  }

  static let wrong = [
    "scenaro: A\nsteps: []\n", "scenario: A\n", "scenario: A\nsteps: {}\n", "scenario: A\nsteps:\n  - craete: sales/accounts\n",
    "scenario: A\nsteps:\n  - create: sales/accounts\n    wiht: {name: B}\n",
    "scenario: A\nsteps:\n  - run: accounts\n    expect: {creatd: 1}\n",
    "scenario: A\nsettings: {sales: {solutionVerison: none}}\nsteps: []\n", "scenario: A\nat: {levl: all}\nsteps: []\n",
    "scenario: A\nsteps:\n  - expect: sales/accounts\n    absent: perhaps\n",
    "scenario: A\nsteps:\n  - run: accounts\n    pageSize: many\n",
    "scenario: A\nsteps:\n  - eventually:\n      - expct: x\n    within: 1 hour\n",
  ]

  @Test("What is misspelt or of another kind does not fit the schema", arguments: wrong)
  func refused(text: String) throws {
    let schema = ScenarioSchema.scenario.json
    #expect(SchemaCheck(schema).complaint(try YAML(SourceFile(path: "a.yaml", text: text)), schema) != nil)
  }
}

/// As much of JSON Schema as these schemas use, over YAML.
private struct SchemaCheck {
  let root: JSON

  init(_ root: JSON) { self.root = root }

  /// The first thing that does not fit.
  func complaint(_ yaml: YAML, _ schema: JSON) -> String? {
    if let reference = schema["$ref"]?.stringValue {
      guard let target = root["$defs"]?[String(reference.dropFirst("#/$defs/".count))] else { return "no definition \(reference)" }
      return complaint(yaml, target)
    }
    if let any = schema["anyOf"]?.arrayValue, any.allSatisfy({ complaint(yaml, $0) != nil }) {
      return "\(yaml.position): none of anyOf: \(any.compactMap { complaint(yaml, $0) }.prefix(30).joined(separator: " | "))"
    }
    let types = schema["type"]?.arrayValue?.compactMap(\.stringValue) ?? [schema["type"]?.stringValue].compactMap { $0 }
    switch yaml {
    case .scalar(let scalar):
      if !types.isEmpty, types.allSatisfy({ ["object", "array"].contains($0) }) { return "\(scalar.position): a text" }
      if types == ["integer"], Int(scalar.text) == nil { return "\(scalar.position): no whole number" }
      if let words = schema["enum"]?.arrayValue, !words.contains(where: { $0 == .string(scalar.text) || $0.text == scalar.text }) {
        return "\(scalar.position): '\(scalar.text)' is none of \(words.map(\.text))"
      }
    case .list(let elements, let position):
      guard types.isEmpty || types.contains("array") else { return "\(position): a list" }
      if schema["enum"] != nil { return "\(position): a list" }
      if let items = schema["items"] { return elements.lazy.compactMap { complaint($0, items) }.first }
    case .map(let members, let position):
      guard types.isEmpty || types.contains("object") else { return "\(position): a mapping" }
      if schema["enum"] != nil { return "\(position): a mapping" }
      for (key, value) in members {
        if let property = schema["properties"]?[key.text] {
          if let inner = complaint(value, property) { return inner }
        } else if let other = schema["additionalProperties"] {
          if other == false { return "\(key.position): unknown key \(key.text)" }
          if let inner = complaint(value, other) { return inner }
        }
      }
      for required in schema["required"]?.arrayValue ?? [] where !members.contains(where: { $0.key.text == required.stringValue }) {
        return "\(position): no \(required.text)"
      }
    }
    return nil
  }
}
