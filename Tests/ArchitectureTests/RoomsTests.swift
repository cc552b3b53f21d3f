import Foundation
import Testing

/// The arrows of docs/architecture.md, checked against what the sources really import and what Package.swift allows.
struct RoomsTests {
  /// Room → rooms it may import. Everything not listed is forbidden.
  static let arrows: [(room: String, mayImport: Set<String>)] = [
    ("PlantedBugs", []),
    ("SQLite", ["CSQLite"]),
    ("OData", []),
    ("Ambient", ["OData"]),
    ("StrictYAML", []),
    ("EntityStore", ["OData", "SQLite", "PlantedBugs"]),
    ("Twin", ["EntityStore", "OData", "Ambient", "PlantedBugs"]),
    ("SalesTwin", ["Twin", "EntityStore", "OData", "Ambient", "PlantedBugs"]),
    ("SupplyChainTwin", ["Twin", "EntityStore", "DataPackages", "OData", "Ambient", "PlantedBugs"]),
    ("DataPackages", ["CZip", "OData"]),
    ("SyncEngine", ["DataPackages", "OData", "SQLite", "Ambient", "StrictYAML", "PlantedBugs"]),
    (
      "Scenarios",
      ["SalesTwin", "SupplyChainTwin", "DataPackages", "Twin", "EntityStore", "SyncEngine", "OData", "SQLite", "Ambient", "StrictYAML"]
    ),
    (
      "Benchmarks",
      [
        "Scenarios", "DataPackages", "StrictYAML", "SyncEngine", "SalesTwin", "SupplyChainTwin", "Twin", "EntityStore", "SQLite", "OData",
        "Ambient", "CInstructions",
      ]
    ),
    ("Simulation", ["Scenarios", "Faults", "StrictYAML", "OData", "Ambient", "PlantedBugs"]),
    (
      "Commands",
      [
        "Benchmarks", "Host", "Simulation", "Scenarios", "DataPackages", "StrictYAML", "SyncEngine", "SalesTwin", "SupplyChainTwin", "Twin",
        "OData", "Ambient", "PlantedBugs",
      ]
    ),
    ("Identity", ["OData", "Ambient", "Twin", "StrictYAML"]),
    ("Host", ["Scenarios", "StrictYAML", "SalesTwin", "SupplyChainTwin", "Twin", "EntityStore", "OData", "Ambient"]),
    (
      "Wire",
      [
        "Host", "OData", "Twin", "SalesTwin", "SupplyChainTwin", "SyncEngine", "Scenarios",
        "Ambient", "Commands", "StrictYAML", "CWire",
      ]
    ),
    ("ProspectToCashTesting", ["Scenarios", "StrictYAML", "OData"]),
    ("ProspectToCashTestingOverHTTP", ["ProspectToCashTesting", "Scenarios", "Wire", "Host", "SyncEngine"]),
    ("p2c", ["Commands"]),
    ("p2c-wire", ["Wire", "Host", "Identity", "Twin", "Commands", "Benchmarks", "Scenarios", "StrictYAML", "SyncEngine", "OData"]),
  ]

  static let rooms = Set(arrows.map(\.room)).union(["CSQLite", "CWire", "CInstructions"])

  @Test("A room imports only the rooms its arrows lead to", arguments: arrows.map(\.room))
  func imports(room: String) throws {
    let allowed = try #require(Self.arrows.first { $0.room == room }).mayImport
    let files = try Sources.swiftFiles(in: "Sources/\(room)")
    #expect(!files.isEmpty, "no sources found for \(room)")
    for file in files {
      for (number, line) in file.lines.enumerated() {
        guard let module = importedModule(line), Self.rooms.contains(module), module != room else { continue }
        #expect(allowed.contains(module), "\(file.path):\(number + 1): \(room) must not import \(module)")
      }
    }
  }

  @Test("The engine's dependency list names no twin")
  func engineKnowsNoTwin() throws {
    let manifest = try Sources.text("Package.swift")
    let line = try #require(manifest.split(separator: "\n").first { $0.contains("room(\"SyncEngine\"") })
    for twin in ["\"Twin\"", "\"SalesTwin\"", "\"SupplyChainTwin\"", "\"EntityStore\"", "\"Scenarios\""] {
      #expect(!line.contains(twin), "Package.swift lets SyncEngine depend on \(twin)")
    }
  }

  @Test("What runs suites in process links nothing of the network stack")
  func lightRoomsStayLight() throws {
    let networkModules = [
      "Hummingbird", "HummingbirdCore", "AsyncHTTPClient", "HTTPTypes", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "X509", "CWire",
    ]
    for (room, _) in Self.arrows where room != "Wire" && room != "p2c-wire" {
      for file in try Sources.swiftFiles(in: "Sources/\(room)") {
        for line in file.lines {
          guard let module = importedModule(line) else { continue }
          // Certificates are cryptography, too.
          if room == "Identity", module == "X509" { continue }
          #expect(
            !networkModules.contains(module), "\(file.path) imports \(module)")
        }
      }
    }
  }

  private func importedModule(_ line: Substring) -> String? {
    let words = line.split(separator: " ")
    guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
      words[..<position].allSatisfy({ ["public", "package", "internal", "private", "@testable", "@preconcurrency"].contains($0) })
    else { return nil }
    return String(words[position + 1].split(separator: ".")[0])
  }
}
