import Foundation
import Testing

/// The error tables of docs/contracts.md against the contract files they name.
struct ErrorTableTests {
  struct Row {
    /// Words in the first column that the contracts must hold.
    let words: [String]
    let files: [String]
    let text: String
  }

  private static let folder = "Fixtures/contracts/"

  /// The tables by system: `Supply Chain`.
  private static func tables() throws -> [String: [Row]] {
    let page = try Sources.text("docs/contracts.md")
    guard let section = page.components(separatedBy: "\n## Error tables\n").dropFirst().first else { return [:] }
    var tables: [String: [Row]] = [:]
    for part in section.components(separatedBy: "\n### ").dropFirst() {
      let lines = part.split(separator: "\n")
      let rows = lines.dropFirst().filter { $0.hasPrefix("| ") }.dropFirst(2).map { line in
        let cells = line.components(separatedBy: " | ")
        return Row(words: quoted(cells[0]), files: cells.count > 1 ? quoted(cells[1]) : [], text: String(line))
      }
      tables[String(lines[0])] = rows
    }
    return tables
  }

  private static func quoted(_ text: String) -> [String] {
    text.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }

  @Test("Every row of an error table names contracts that say its words, or that the twin does not emulate it")
  func rows() throws {
    let tables = try Self.tables()
    #expect(!tables.isEmpty)
    for (system, rows) in tables {
      #expect(rows.count > 10, "\(system)")
      for row in rows {
        #expect(row.files.isEmpty == row.text.contains("not emulated"), "\(row.text)")
        for file in row.files {
          guard let text = try? Sources.text("\(Self.folder)\(file).yaml") else {
            Issue.record("docs/contracts.md: there is no \(Self.folder)\(file).yaml")
            continue
          }
          // Patterns escape what they mean as it stands.
          let plain = text.replacingOccurrences(of: "\\", with: "")
          for words in row.words { #expect(plain.contains(words), "\(file): '\(words)'") }
        }
      }
    }
  }

  @Test("Every contract of a refusal stands in its system's error table", arguments: [("supply-chain", "Supply Chain")])
  func contracts(folder: String, system: String) throws {
    let rows = try #require(try Self.tables()[system])
    let named = Set(rows.flatMap(\.files))
    let url = Sources.root.appendingPathComponent("\(Self.folder)\(folder)/errors")
    let files = try FileManager.default.contentsOfDirectory(atPath: url.path).filter { $0.hasSuffix(".yaml") }.sorted()
    #expect(files.count > 10)
    for file in files {
      let name = "\(folder)/errors/\(file.dropLast(5))"
      #expect(named.contains(name), "docs/contracts.md has no row for \(name)")
    }
  }
}
