import Foundation
import SyncEngine
import Testing

/// `docs/validation.md` says what the engine does.
struct ValidationPageTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  private static func rows() throws -> [[String]] {
    try text("docs/validation.md").split(separator: "\n").filter { $0.hasPrefix("| DIPV") }.map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  @Test("Every code has its row with the remedy the engine gives, and no row has a remedy for a code the engine does not know")
  func codes() throws {
    let rows = try Self.rows()
    for code in ValidationProblem.Code.allCases {
      let row = try #require(rows.first { $0[0] == code.rawValue }, "\(code.rawValue) has no row")
      #expect(row[2] == code.remedy)
    }
    for row in rows where ValidationProblem.Code(rawValue: row[0]) == nil {
      #expect(row[2] == "—" && row[3].hasPrefix("cannot occur: "), "\(row[0])")
    }
  }

  @Test("The scenario of a row is there, and expects its code with its remedy or the beginning of it")
  func scenarios() throws {
    for row in try Self.rows() {
      guard let start = row[3].firstRange(of: "](../")?.upperBound else { continue }
      let scenario = try Self.text(String(row[3][start...].dropLast()))
      #expect(scenario.contains(row[0]), "\(row[0])")
    }
  }
}
