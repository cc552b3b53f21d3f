import Foundation
import Testing

/// House rules that a reader of the sources can check: no ambient time or randomness in the deterministic rooms, no
/// loose ends, nothing that only exists on one developer's machine.
struct TidyTests {
  static let deterministicRooms = [
    "SQLite", "OData", "Ambient", "StrictYAML", "EntityStore", "Twin", "SalesTwin", "SupplyChainTwin", "SyncEngine", "Scenarios",
    "Identity", "Simulation", "DataPackages", "Benchmarks", "Commands", "Host",
  ]

  @Test("The deterministic rooms read no wall clock and no system randomness", arguments: deterministicRooms)
  func noAmbientTimeOrRandomness(room: String) throws {
    let forbidden = [
      "Date()", "Date.now", "UUID()", "SystemRandomNumberGenerator", "ContinuousClock()", "SuspendingClock()", "Task.sleep",
      "clock_gettime", "gettimeofday", "arc4random", "DispatchTime.now",
    ]
    for file in try Sources.swiftFiles(in: "Sources/\(room)") {
      for (number, line) in file.lines.enumerated() where !line.drop(while: { $0 == " " }).hasPrefix("//") {
        for word in forbidden {
          #expect(!line.contains(word), "\(file.path):\(number + 1): '\(word)' belongs to the edges; take it from Ambient")
        }
      }
    }
  }

  @Test("The sources hold no loose ends")
  func noLooseEnds() throws {
    for file in try Sources.swiftFiles(in: "Sources") {
      for (number, line) in file.lines.enumerated() {
        for word in ["TO" + "DO", "FIX" + "ME", "XX" + "X", "try" + "!", "fatalError(\"not implemented"] {
          #expect(!line.contains(word), "\(file.path):\(number + 1): '\(word)'")
        }
      }
    }
  }

  @Test("Every escape from concurrency checking is proven in a comment beside it")
  func uncheckedSendableHasAProof() throws {
    for file in try Sources.swiftFiles(in: "Sources") {
      for (number, line) in file.lines.enumerated() where line.contains("@unchecked Sendable") {
        let before = file.lines[max(0, number - 3)..<number].joined(separator: "\n")
        #expect(before.contains("//") && before.contains("unchecked"), "\(file.path):\(number + 1): say why it is safe")
      }
    }
  }

  @Test("Lines stay within 140 columns")
  func lineLength() throws {
    for file in try Sources.swiftFiles(in: "Sources") + Sources.swiftFiles(in: "Tests") {
      for (number, line) in file.lines.enumerated() where line.count > 140 {
        // A long literal is left alone: breaking it would not help the reader.
        #expect(line.contains("\""), "\(file.path):\(number + 1): \(line.count) columns")
      }
    }
  }

  @Test("Build products and resolved versions are not part of the sources")
  func ignoredFiles() throws {
    let ignored = try Sources.text(".gitignore")
    #expect(ignored.contains(".build*"))
    #expect(ignored.contains("Package.resolved"))
  }
}
