import Foundation
import Testing
import Twin

/// The facts about entities that stand in `Fixtures/facts`, by the names of their columns.
enum Facts {
  static func rows(_ file: String) throws -> [[String: String]] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..").standardized
    let data = try Data(contentsOf: root.appendingPathComponent("Fixtures/facts/\(file)"))
    let text = try DelimitedText(Array(data))
    return text.records.map { record in
      Dictionary(zip(text.header, record.fields), uniquingKeysWith: { first, _ in first })
    }
  }
}
