import Foundation
import Testing

/// The tutorial is followed to the letter: its files are written, its commands run, its outputs compared.
struct TutorialTests {
  private enum Block {
    case file(path: String, text: String)
    case command([String], output: String)
  }

  @Test("Every command of the tutorial prints what the tutorial shows")
  func tutorial() throws {
    let page = try String(contentsOf: Program.root.appendingPathComponent("docs/tutorial.md"), encoding: .utf8)
    let blocks = Self.blocks(page)
    var commands = 0
    try Program.inFolder([:]) { folder in
      for block in blocks {
        switch block {
        case .file(let path, let text):
          let file = folder.appendingPathComponent(path)
          try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
          try Data(text.utf8).write(to: file)
        case .command(let words, let shown):
          commands += 1
          let program = try Program.run(Array(words.dropFirst()), in: folder)
          let printed = Self.untimed(program.output + program.errors)
          #expect(Self.matches(printed, Self.untimed(shown)), "\(words.joined(separator: " "))\n\(program.output)\(program.errors)")
        }
      }
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/report.xml"))
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/report.html"))
    }
    #expect(commands == 4)
  }

  @Test("A line that the program does not print is found")
  func sharp() {
    #expect(Self.matches("a\nb\nc\nd\n", "a\n…\nd\n"))
    #expect(!Self.matches("a\nb\nc\n", "a\n…\nd\n"))
    #expect(!Self.matches("a\nb\n", "b\n"))
    #expect(!Self.matches("a\nb\n", "a\n"))
  }

  /// Fenced blocks that name a file, and those of the console.
  private static func blocks(_ page: String) -> [Block] {
    var blocks: [Block] = []
    for part in page.components(separatedBy: "\n```").dropFirst().enumerated() where part.offset.isMultiple(of: 2) {
      let (head, body) = part.element.split(firstAt: "\n")
      if head.hasPrefix("yaml ") {
        blocks.append(.file(path: String(head.dropFirst(5)), text: body + "\n"))
      } else if head == "console" {
        let (command, output) = body.split(firstAt: "\n")
        blocks.append(.command(command.dropFirst(2).split(separator: " ").map(String.init), output: output + "\n"))
      }
    }
    return blocks
  }

  private static func untimed(_ text: String) -> String { text.replacing(/[\d,]+\.\d scenarios a second|\d+ ms|\d+\.\d+ s/, with: "time") }

  /// Whether the lines are those shown, where `…` stands for any number of them.
  private static func matches(_ printed: String, _ shown: String) -> Bool {
    let parts = shown.components(separatedBy: "…\n")
    guard printed.hasPrefix(parts[0]), parts.count > 1 || printed == shown else { return false }
    var rest = printed.dropFirst(parts[0].count)
    for (index, part) in parts.enumerated().dropFirst() {
      if index == parts.count - 1 { return rest.hasSuffix(part) }
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }
}

extension String {
  fileprivate func split(firstAt separator: Character) -> (String, String) {
    guard let index = firstIndex(of: separator) else { return (self, "") }
    return (String(self[..<index]), String(self[self.index(after: index)...]))
  }
}
