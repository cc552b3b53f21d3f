import Foundation
import StrictYAML
import Testing

@testable import Scenarios

/// The files of `Fixtures/broken-scenarios`, each with one thing wrong, and beside it what its reader is told.
struct BrokenScenarioTests {
  private static let folder = "\(Worlds.root)/Fixtures/broken-scenarios"

  static let names: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }.sorted()
  }()

  private static func complaints(_ name: String) throws -> [String] {
    do {
      let file = try SourceFile(reading: "\(folder)/\(name).yaml")
      _ = try Scenario(file, schemas: try Worlds.schemas()) { try Worlds.factory.schemas(WorldConfiguration(settings: $0)) }
      return []
    } catch let error as MalformedFile {
      return error.diagnostics.map { $0.description.replacingOccurrences(of: "\(folder)/", with: "") }
    }
  }

  @Test("A broken file gives one clear error with its place and what was meant", .timeLimit(.minutes(1)), arguments: names)
  func golden(name: String) throws {
    let expected = try String(contentsOfFile: "\(Self.folder)/\(name).txt", encoding: .utf8)
    let complaints = try Self.complaints(name)
    #expect(complaints.count == 1)
    #expect(complaints.map { $0 + "\n" }.joined() == expected)
    #expect(expected.hasPrefix("\(name).yaml:"))
  }

  @Test("There are forty of them and more, and a typo is always told with what was meant")
  func complete() throws {
    #expect(Self.names.count >= 40)
    for name in Self.names where name.hasPrefix("typo-") && !["typo-in-a-duration", "typo-in-a-rule"].contains(name) {
      let expected = try String(contentsOfFile: "\(Self.folder)/\(name).txt", encoding: .utf8)
      #expect(expected.contains("did you mean"), "\(name)")
    }
  }

  @Test("A file of many megabytes is not even read")
  func huge() throws {
    let folder = try Folder(["test.yaml": "scenario: A\nsteps:\n" + String(repeating: "  - print: x\n", count: 400_000)])
    #expect(try folder.complaints() == ["test.yaml:1:1: error: the file has 5200019 bytes; at most 4000000 are read"])
  }

  @Test("A file of very many steps is read, or refused, in a moment", .timeLimit(.minutes(1)))
  func long() throws {
    let folder = try Folder(["test.yaml": "scenario: A\nsteps:\n" + String(repeating: "  - print: x\n", count: 120_000)])
    #expect(try folder.complaints().first?.hasSuffix("more than 200000 values") == true)
  }
}
