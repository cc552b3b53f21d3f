import Foundation
import Testing

/// Fixtures/coverage/refused.yaml names what the twins refuse as not emulated; the sources say what they refuse.
struct CoverageTests {
  @Test("Every refusal of what is not emulated has a row in the coverage table")
  func everyRefusalHasARow() throws {
    let rows = try Sources.text("Fixtures/coverage/refused.yaml").split(separator: "\n")
      .compactMap { line in line.wholeMatch(of: /\s+- feature: "(.*)"/).map { String($0.1) } }
    #expect(rows.count > 5)
    var used: Set<String> = []
    for file in try Sources.swiftFiles(in: "Sources") {
      for (number, line) in file.lines.enumerated() {
        guard let start = line.range(of: "ServiceError.notEmulated(\"") else { continue }
        let feature = Self.withPlaceholders(line[start.upperBound...])
        let row = rows.first { $0 == feature }
        #expect(row != nil, "\(file.path):\(number + 1): Fixtures/coverage/refused.yaml has no row `\(feature)`")
        if let row { used.insert(row) }
      }
    }
    for row in rows { #expect(used.contains(row), "Fixtures/coverage/refused.yaml: nothing in the sources refuses `\(row)`") }
  }

  /// The text of a string literal up to its closing quote, with `…` for each interpolation.
  private static func withPlaceholders(_ literal: Substring) -> String {
    var text = ""
    var depth = 0
    var rest = literal
    while let character = rest.first {
      if depth == 0, character == "\"" { break }
      if depth == 0, rest.hasPrefix("\\(") {
        text += "…"
        depth = 1
        rest = rest.dropFirst(2)
        continue
      }
      if depth > 0 {
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
      } else {
        text.append(character)
      }
      rest = rest.dropFirst()
    }
    return text
  }

}
