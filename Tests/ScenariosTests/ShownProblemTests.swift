import Foundation
import OData
import StrictYAML
import Testing

@testable import Scenarios
@testable import SyncEngine

/// Every code of the validation and every rule of the setup is shown by a scenario: with its code, what is wrong, and the remedy in full.
struct ShownProblemTests {
  /// What one step of a scenario expects as text.
  private struct Expectation {
    let file: String
    let subject: String
    let text: String
  }

  /// A row of the product's list of codes.
  private struct Row {
    let code: String
    let cannotOccur: String
  }

  @Test("The list holds every code the engine knows, and few that cannot occur")
  func list() throws {
    let rows = try Self.rows()
    #expect(Set(rows.map(\.code)).count == 30)
    for code in ValidationProblem.Code.allCases { #expect(rows.contains { $0.code == code.rawValue }, "\(code.rawValue)") }
    #expect(rows.count { !$0.cannotOccur.isEmpty } <= 8)
    for row in rows where row.cannotOccur.isEmpty {
      #expect(ValidationProblem.Code(rawValue: row.code) != nil, "\(row.code) has neither a place in the engine nor a reason")
    }
  }

  @Test("Every code that can occur has a scenario in which a run ends with the code, what is wrong and the remedy", arguments: try codes())
  func validation(code: String) throws {
    let known = try #require(ValidationProblem.Code(rawValue: code))
    let shown = try Self.expectations(of: "run").filter { $0.text.contains(code) }
    #expect(!shown.isEmpty, "no scenario expects \(code)")
    // The remedy closes the sentence; a scenario may expect the beginning and the end of it in two runs.
    let whole = try Self.expectations(of: "run").filter { other in shown.contains { $0.file == other.file } }
    #expect(whole.contains { $0.text.hasSuffix(known.remedy) }, "no scenario of \(code) expects '\(known.remedy)'")
    #expect(shown.contains { $0.text.count > code.count + 20 }, "no scenario says what is wrong")
  }

  @Test("The page of the validation gives the same reasons for codes that cannot occur, and a scenario for the others")
  func page() throws {
    let page = try String(contentsOfFile: "\(Worlds.root)/docs/validation.md", encoding: .utf8)
    for row in try Self.rows() {
      let line = try #require(page.split(separator: "\n").first { $0.hasPrefix("|") && $0.contains(row.code) }, "\(row.code)")
      if row.cannotOccur.isEmpty {
        #expect(line.contains("](../scenarios/"), "\(row.code) has no scenario on the page")
      } else {
        #expect(line.contains("cannot occur: \(row.cannotOccur)"), "\(row.code)")
      }
    }
  }

  @Test("Every rule of the setup has a scenario in which it is broken, with what was found and the remedy", arguments: rules)
  func broken(rule: String) throws {
    let check = try #require(Doctor.checks.first { $0.rule == rule })
    let shown = try Self.expectations(of: "doctor").filter { $0.subject == rule && $0.text.contains(check.remedy) }
    let bad = shown.filter { $0.text.hasPrefix("\(rule) failed: ") || $0.text.hasPrefix("\(rule) warning: ") }
    #expect(!bad.isEmpty, "no scenario expects '\(rule) failed: …' with '\(check.remedy)'")
  }

  @Test("Every rule of the setup has a scenario in which it is broken first and all is well later", arguments: rules)
  func cured(rule: String) throws {
    let expected = try Self.expectations(of: "doctor").filter { $0.subject == rule }
    let isCured = Dictionary(grouping: expected, by: \.file).values.contains { steps in
      guard let broken = steps.firstIndex(where: { $0.text.contains("\(rule) failed") || $0.text.contains("\(rule) warning") }) else {
        return false
      }
      return steps[broken...].contains { $0.text == "ok" }
    }
    #expect(isCured, "no scenario shows \(rule) broken and then ok")
  }

  // MARK: What there is

  private static let rules = (1...18).map { "R-SET-\($0)" }

  private static func codes() throws -> [String] { try rows().filter(\.cannotOccur.isEmpty).map(\.code) }

  private static func rows() throws -> [Row] {
    let text = try String(contentsOfFile: "\(Worlds.root)/Fixtures/setup/validation-codes.csv", encoding: .utf8)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Row(code: cells[0], cannotOccur: cells[2])
    }
  }

  /// In the order of the files' names, and of the steps.
  private static func expectations(of kind: String) throws -> [Expectation] {
    let folder = "\(Worlds.root)/scenarios"
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
    var found: [Expectation] = []
    for file in files {
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      guard text.contains(kind == "run" ? "DIPV" : "R-SET") else { continue }
      collect(try YAML(SourceFile(path: file, text: text)), kind, file, &found)
    }
    return found
  }

  private static func collect(_ yaml: YAML, _ kind: String, _ file: String, _ found: inout [Expectation]) {
    switch yaml {
    case .scalar: return
    case .list(let elements, _): for element in elements { collect(element, kind, file, &found) }
    case .map(let members, _):
      if members.contains(where: { $0.key.text == kind }),
        case .map(let expected, _)? = members.first(where: { $0.key.text == "expect" })?.value
      {
        for (key, value) in expected where kind == "doctor" || key.text == "problems" {
          for text in texts(value) { found.append(Expectation(file: file, subject: key.text, text: text)) }
        }
      } else {
        for member in members { collect(member.value, kind, file, &found) }
      }
    }
  }

  private static func texts(_ yaml: YAML) -> [String] {
    switch yaml {
    case .scalar(let scalar): [scalar.text]
    case .list(let elements, _): elements.flatMap(texts)
    case .map(let members, _): members.flatMap { texts($0.value) }
    }
  }
}
