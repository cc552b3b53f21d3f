import Foundation
import Host
import OData
import Testing

/// Worlds that are kept on disk.
struct PersistenceTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func open(_ demand: WorldDemand = WorldDemand(), make: Bool = false, time: MachineTime = .standing) async throws -> TwinHost {
    var options = HostOptions()
    options.data = try DataFolder(folder.path)
    let host = TwinHost(time: time, options: options)
    let names = try await host.reopenWorlds(demand)
    if make, names.isEmpty { try await host.makeWorld(named: "default", WorldPlan()) }
    return host
  }

  @Test("Rows, numbers, clock and further worlds outlive a restart, and no identifier is drawn twice")
  func restart() async throws {
    let machine = TestMachine()
    var identifiers: Set<String> = []
    for round in 0..<4 {
      let host = try await open(make: round == 0, time: machine.time)
      if round == 0 { try await host.call(.post, "/_p2c/v1/worlds", ["name": "second", "seed": 5], status: 201) }
      for number in 0..<5 { try await host.addAccount("A\(round)-\(number)") }
      try await host.addAccount("S\(round)", "/worlds/second")
      try await host.call(.post, "/_p2c/v1/worlds/default/clock/advance", ["milliseconds": 3_600_000], status: 200)
      let rows = try #require(
        try await host.call(.get, "/api/data/v9.2/accounts?$select=accountid,accountnumber")?["value"]?.arrayValue)
      #expect(rows.count == 5 * (round + 1))
      identifiers.formUnion(rows.compactMap { $0["accountid"]?.stringValue })
      #expect(identifiers.count == rows.count)
      #expect(Set(rows.compactMap { $0["accountnumber"]?.stringValue }).count == rows.count)
      #expect(try await host.accounts("/worlds/second").count == round + 1)
      let now = try await host.call(.get, "/_p2c/v1/worlds/default/clock")?["now"]?.stringValue
      #expect(now == "2018-04-03T\(round < 1 ? "09" : round < 2 ? "10" : round < 3 ? "11" : "12"):00:00Z")
      try await host.close()
    }
  }

  @Test("A reset and snapshots work on kept worlds, after a restart too")
  func resetAfterRestart() async throws {
    var host = try await open(make: true)
    try await host.addAccount("First")
    try await host.call(.post, "/_p2c/v1/worlds/default/snapshots", ["name": "one"], status: 201)
    try await host.close()
    host = try await open()
    try await host.call(.post, "/_p2c/v1/worlds/default/reset", status: 200)
    #expect(try await host.accounts() == [])
    try await host.call(.post, "/_p2c/v1/worlds/default/snapshots/one/restore", status: 204)
    try await host.close()
    host = try await open()
    #expect(try await host.accounts() == ["First"])
    try await host.close()
  }

  @Test("A folder that is in use cannot be opened a second time")
  func lock() async throws {
    let first = try DataFolder(folder.path)
    #expect { try DataFolder(folder.path) } throws: { "\($0)".contains("is in use by another server (process \(getpid()))") }
    withExtendedLifetime(first) {}
  }

  @Test(
    "A kept world is not taken for another",
    arguments: [
      (WorldDemand(level: "10.0"), "level 7.3, not 10.0"), (WorldDemand(solution: "none"), "solution version 1.15.0.1, not none"),
      (WorldDemand(seed: 7), "seed 1, not 7"),
    ])
  func otherDemand(demand: WorldDemand, text: String) async throws {
    try await open(make: true).close()
    await #expect { try await open(demand) } throws: { "\($0)".contains(text) }
  }

  @Test(
    "A newer format, another model and a damaged record are refused with what to do",
    arguments: [
      ("\"format\":1", "\"format\":2", "written by a newer p2c"), ("\"sales\":\"", "\"sales\":\"0", "other tables in Sales"),
      ("\"incarnation\"", "\"incarnatio\"", "is damaged"),
    ])
  func records(from: String, to: String, text: String) async throws {
    try await open(make: true).close()
    let file = "\(folder.path)/worlds/default/world.json"
    let record = try String(contentsOfFile: file, encoding: .utf8)
    #expect(record.contains(from))
    try record.replacingOccurrences(of: from, with: to).write(toFile: file, atomically: true, encoding: .utf8)
    await #expect { try await open() } throws: { "\($0)".contains(text) }
  }

  @Test("A world whose making was cut short is made anew, a restore that was cut short is done again")
  func cutShort() async throws {
    var host = try await open(make: true)
    try await host.addAccount("Half")
    try await host.close()
    let path = "\(folder.path)/worlds/default"
    try FileManager.default.copyItem(atPath: "\(path)/snapshots/initial.p2cworld", toPath: "\(path)/restore.pending")
    host = try await open()
    #expect(try await host.accounts() == [])
    #expect(!FileManager.default.fileExists(atPath: "\(path)/restore.pending"))
    try await host.addAccount("Half")
    try await host.close()
    try FileManager.default.removeItem(atPath: "\(path)/world.json")
    host = try await open(make: true)
    #expect(try await host.accounts() == [])
    try await host.close()
  }

  @Test("A deleted world leaves nothing behind")
  func delete() async throws {
    let host = try await open(make: true)
    try await host.call(.post, "/_p2c/v1/worlds", ["name": "gone"], status: 201)
    try await host.call(.delete, "/_p2c/v1/worlds/gone", status: 204)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/worlds/gone"))
    try await host.close()
  }
}
