import Foundation
import PlantedBugs
import Simulation
import Testing

struct PlantedBugPageTests {
  /// The root of the sources, where this file is.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("The page tells of every bug that is planted and of no other, and that all of them were found: see CI/planted-bugs")
  func complete() throws {
    let page = try String(contentsOf: Self.root.appending(path: PlantedBugPage.path), encoding: .utf8)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(rows.map { String($0.dropFirst(3).prefix { $0 != "`" }) } == PlantedBug.allCases.map(\.name))
    for (row, bug) in zip(rows, PlantedBug.allCases) { #expect(row.contains(bug.rawValue)) }
    #expect(page.contains("**\(PlantedBug.allCases.count) of \(PlantedBug.allCases.count) found;"))
  }
}
