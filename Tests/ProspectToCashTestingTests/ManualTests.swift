import Foundation
import Testing

/// The manual shows what runs.
struct ManualTests {
  private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

  @Test("The first example of the manual is a test of this suite, line by line")
  func example() throws {
    let manual = try String(contentsOfFile: "\(Self.root)/docs/swift-tests.md", encoding: .utf8)
    let shown = try #require(manual.components(separatedBy: "```swift\nimport ProspectToCashTesting\n").dropFirst().first)
      .components(separatedBy: "```")[0]
    let source = try String(contentsOfFile: "\(Self.root)/Tests/ProspectToCashTestingTests/ExampleTests.swift", encoding: .utf8)
    #expect(source == "import ProspectToCashTesting\n" + shown)
  }
}
