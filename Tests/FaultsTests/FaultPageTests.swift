import Faults
import Foundation
import Testing

struct FaultPageTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test("docs/faults.md is what the catalogue says")
  func page() throws {
    let written = try String(contentsOf: Self.root.appendingPathComponent(FaultPage.path), encoding: .utf8)
    #expect(written == FaultPage.text, "stale: run 'p2c faults --update'")
  }

  @Test("Every fault has a scenario of its name that sets it up, and no scenario is of a fault there is not")
  func scenarios() throws {
    let folder = Self.root.appendingPathComponent("scenarios/faults")
    for fault in FaultCatalogue.all {
      let text = try? String(contentsOf: folder.appendingPathComponent("\(fault.name).yaml"), encoding: .utf8)
      #expect(text?.contains("fault: \(fault.name)\n") == true, "scenarios/faults/\(fault.name).yaml")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.count == FaultCatalogue.all.count)
  }
}
