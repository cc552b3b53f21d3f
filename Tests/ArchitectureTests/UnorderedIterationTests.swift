import Foundation
import Testing

/// Dictionaries and sets have another order in every process. Where the deterministic rooms go through one, they sort first, or say in the
/// line above why it may be done in any order.
///
/// A reader of the sources, not a compiler: it takes a name for what it was last bound to above, in the same file.
struct UnorderedIterationTests {
  @Test("Nothing goes through a dictionary or a set in its own order", arguments: TidyTests.deterministicRooms)
  func sortsFirst(room: String) throws {
    for file in try Sources.swiftFiles(in: "Sources/\(room)") {
      for place in Self.unordered(file.lines) {
        Issue.record("\(file.path):\(place.line): '\(place.name)' has no order; sort it, or say above why it may be done in any order")
      }
    }
  }

  @Test("It sees a set, a dictionary, its keys and its values, and what is sorted or explained is left alone")
  func seesThem() {
    let text = """
      var names: Set<String> = []
      for name in names { print(name) }
      for name in names.sorted() { print(name) }
      let counts: [String: Int] = [:]
      for (name, count) in counts { print(name, count) }
      for count in counts.values { sum += count }
      // In any order: a sum.
      for count in counts.values { sum += count }
      let distinct = Set(list)
      for element in distinct where element > 1 { print(element) }
      let names = distinct.sorted()
      for name in names { print(name) }
      """
    #expect(Self.unordered(text.split(separator: "\n")).map(\.line) == [2, 5, 6, 10])
  }

  static func unordered(_ lines: [Substring]) -> [(line: Int, name: String)] {
    // What follows a name is its type or its value.
    let binding =
      #/
      \b(?:let|var|for\ \((?:\w+,\ )?)\s*(\w+)\)?\s*
      (?::\s*(\[[^\[\](]+:\s[^=]*\]|Set<[^=]*>)|=\s*(Set[(<]|\[\w[\w.]*\s*:\s*[\w.\[\]?]+\]\())?
      /#
    let loop = /\bfor\s+(?:\([^)]*\)|\w+)\s+in\s+(?:self\.)?(\w+)(?:\.(?:keys|values))?\s*(?:\{|where)/
    var isUnordered: [Substring: Bool] = [:]
    // Properties may be declared below what uses them.
    for line in lines where line.hasPrefix("  ") && !line.hasPrefix("   ") {
      for match in line.matches(of: binding) { isUnordered[match.1] = match.2 != nil || match.3 != nil }
    }
    var found: [(line: Int, name: String)] = []
    for (index, line) in lines.enumerated() where !line.drop(while: { $0 == " " }).hasPrefix("//") {
      for match in line.matches(of: loop) where isUnordered[match.1] == true && !line.contains("sorted") {
        let above = index > 0 ? lines[index - 1].lowercased() : ""
        if !above.contains("in any order") { found.append((index + 1, String(match.1))) }
      }
      for match in line.matches(of: binding) { isUnordered[match.1] = match.2 != nil || match.3 != nil }
    }
    return found
  }
}
