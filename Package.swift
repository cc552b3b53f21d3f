// swift-tools-version: 6.2
import PackageDescription

// The rooms of docs/architecture.md, and nothing else. Who may import whom is written here once;
// Tests/ArchitectureTests reads the sources and checks that nobody found a way around.
//
// Upcoming features, each with its reason:
// - ExistentialAny: a reader sees where dynamic dispatch is paid for.
// - InternalImportsByDefault, MemberImportVisibility: what a room shows of another room is written down.
// - NonisolatedNonsendingByDefault: async code stays on its caller's executor, so that a simulated world is one
//   FIFO history and never escapes to the global pool.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let yams: Target.Dependency = "Yams"

func room(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [], defining conditions: [String] = [],
  inDebug debugConditions: [String] = []
) -> Target {
  let defines = conditions.map { SwiftSetting.define($0) } + debugConditions.map { .define($0, .when(configuration: .debug)) }
  return .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings + defines)
}

/// What a room reads at run time.
let files: [Resource] = [.copy("Resources")]

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

var dependencies: [Package.Dependency] = [
  .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
]

var products: [Product] = [
  .executable(name: "p2c", targets: ["p2c"]),
  .library(name: "OData", targets: ["OData"]),
  .library(name: "SyncEngine", targets: ["SyncEngine"]),
  .library(name: "Scenarios", targets: ["Scenarios"]),
  .library(name: "ProspectToCashTesting", targets: ["ProspectToCashTesting"]),
]

var targets: [Target] = [
  // Bugs that simulation is to find. P2C_PLANTED_BUGS=1 puts them into a debug build; no release build can hold them.
  room("PlantedBugs", [], inDebug: Context.environment["P2C_PLANTED_BUGS"] == nil ? [] : ["PLANTED_BUGS"]),
  .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
  room("SQLite", ["CSQLite"]),
  room("OData", []),
  room("Ambient", ["OData"]),
  .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
  room("DataPackages", ["CZip", "OData"]),
  room("StrictYAML", [yams]),
  room("EntityStore", ["OData", "SQLite", "PlantedBugs"]),
  room("Twin", ["EntityStore", "OData", "Ambient", "PlantedBugs"]),
  room("Faults", ["Twin", "EntityStore", "SQLite", "OData", "Ambient", "StrictYAML"]),
  room("SalesTwin", ["Twin", "EntityStore", "OData", "Ambient", "PlantedBugs"], resources: files),
  room("SupplyChainTwin", ["Twin", "EntityStore", "DataPackages", "OData", "Ambient", "PlantedBugs"], resources: files),
  room("SyncEngine", ["DataPackages", "OData", "SQLite", "Ambient", "StrictYAML", "PlantedBugs", logging], resources: files),
  room(
    "Scenarios",
    [
      "SalesTwin", "SupplyChainTwin", "DataPackages", "Faults", "Twin", "EntityStore", "SyncEngine", "OData", "SQLite", "Ambient",
      "StrictYAML", logging,
    ]),
  room(
    "Benchmarks",
    [
      "Scenarios", "DataPackages", "StrictYAML", "SyncEngine", "SalesTwin", "SupplyChainTwin", "Twin", "EntityStore", "SQLite", "OData",
      "Ambient", "CInstructions", histogram,
    ],
    // A build that can be slowed down on purpose, to show that `p2c bench compare` finds it. No release is built so.
    defining: Context.environment["P2C_PLANTED"] == nil ? [] : ["PLANTED_SLOWDOWN"]),
  .systemLibrary(name: "CInstructions"),
  room("Simulation", ["Scenarios", "Faults", "StrictYAML", "OData", "Ambient", "PlantedBugs"]),
  room(
    "Commands",
    [
      "Benchmarks", "Host", "Simulation", "Scenarios", "Faults", "DataPackages", "StrictYAML", "SyncEngine", "SalesTwin", "SupplyChainTwin",
      "Twin", "PlantedBugs",
      "OData", "Ambient", argumentParser,
    ]),
  room("Host", ["Scenarios", "Faults", "StrictYAML", "SalesTwin", "SupplyChainTwin", "Twin", "EntityStore", "OData", "Ambient"]),
  room("ProspectToCashTesting", ["Scenarios", "StrictYAML", "OData"]),
  .executableTarget(name: "p2c", dependencies: ["Commands", argumentParser], swiftSettings: settings),
  tests("ODataTests", ["OData"], resources: [.copy("Cases")]),
  tests("DataPackagesTests", ["DataPackages", "CZip", "OData"]),
  tests("SQLiteTests", ["SQLite", "CSQLite"]),
  tests("EntityStoreTests", ["EntityStore", "OData", "SQLite"]),
  tests("FaultsTests", ["Faults", "Scenarios", "SyncEngine", "Twin", "OData", "Ambient", "StrictYAML"]),
  tests("TwinTests", ["Twin", "EntityStore", "OData", "Ambient"]),
  tests("SalesTwinTests", ["SalesTwin", "Twin", "EntityStore", "OData", "Ambient"]),
  tests("SupplyChainTwinTests", ["SupplyChainTwin", "Faults", "DataPackages", "Twin", "EntityStore", "OData", "Ambient"]),
  tests("SyncEngineTests", ["SyncEngine", "StrictYAML", "OData", "SQLite", "Ambient", logging]),
  tests(
    "ScenariosTests",
    ["SalesTwin", "SupplyChainTwin", "Scenarios", "Faults", "SyncEngine", "Twin", "EntityStore", "OData", "Ambient", "StrictYAML"]),
  tests("ProspectToCashTestingTests", ["ProspectToCashTesting"], resources: [.copy("Cases")]),
  tests("BenchmarksTests", ["Benchmarks"]),
  tests("SimulationTests", ["Simulation", "PlantedBugs", "Scenarios", "StrictYAML", "OData", "Ambient"]),
  tests("HostTests", ["Host", "Scenarios", "Faults", "StrictYAML", "SyncEngine", "Twin", "OData", "Ambient"]),
  tests("CommandLineTests", ["p2c", "Commands", "Scenarios", "SyncEngine", "OData", "SQLite", argumentParser]),
  tests("ArchitectureTests", []),
]

// P2C_LIGHT=1 leaves cryptography and the network stack out of the graph altogether: nothing of them is resolved or built.
// P2C_LIGHT=network leaves out the network stack only.
let light = Context.environment["P2C_LIGHT"]

if light == nil || light == "network" {
  dependencies += [
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
  ]
  targets += [
    room(
      "Identity",
      [
        "OData", "Ambient", "Twin", "StrictYAML", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
      ]),
    tests(
      "IdentityTests",
      ["Identity", "SyncEngine", "Host", "Scenarios", "Twin", "SalesTwin", "SupplyChainTwin", "StrictYAML", "OData", "Ambient"]),
  ]
}

if light == nil {
  dependencies += [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ]
  products += [
    .executable(name: "p2c-wire", targets: ["p2c-wire"]),
    .library(name: "ProspectToCashTestingOverHTTP", targets: ["ProspectToCashTestingOverHTTP"]),
  ]
  targets += [
    .systemLibrary(name: "CWire", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    room(
      "Wire",
      [
        "Host", "OData", "Twin", "SalesTwin", "SupplyChainTwin", "SyncEngine", "Scenarios", "Ambient", logging,
        "CWire",
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .executableTarget(
      name: "p2c-wire",
      dependencies: [
        "Wire", "Host", "Identity", "Twin", "Faults", "Commands", "Benchmarks", "Scenarios", "StrictYAML", "SyncEngine", "OData",
        argumentParser,
        logging,
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    room("ProspectToCashTestingOverHTTP", ["ProspectToCashTesting", "Scenarios", "Wire", "Host", "SyncEngine", logging]),
    tests("WireProgramTests", ["p2c-wire", "ProspectToCashTestingOverHTTP", "ProspectToCashTesting"]),
    tests(
      "WireTests",
      [
        "Wire", "Host", "Scenarios", "StrictYAML", "SyncEngine", "OData", "Ambient", logging,
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
  ]
}

let package = Package(
  name: "p2c",
  products: products,
  dependencies: dependencies,
  targets: targets,
  swiftLanguageModes: [.v6]
)
