import Foundation
import Host
import OData
import Testing

/// Versions of both systems that change while a world goes on.
struct HostedInstallationTests {
  private func install(_ host: TwinHost, _ what: String, status: Int = 200) async throws -> JSON? {
    try await host.call(.post, "/_p2c/v1/worlds/default/installations", ["install": .string(what)], status: status)
  }

  @Test("The solution, hotfixes and releases are installed on a hosted world; a reset goes back to what it was made with")
  func install() async throws {
    let host = TwinHost(time: .standing, options: HostOptions())
    var plan = WorldPlan()
    plan.level = "7.2"
    plan.solution = nil
    try await host.makeWorld(named: "default", plan)
    try await host.addAccount("Old")
    #expect(try await install(host, "solution 1.15.0.1")?["solution"] == "1.15.0.1")
    let number = try await host.call(.get, "/api/data/v9.2/accounts?$select=accountnumber")?["value"]?.arrayValue?.first
    #expect(number?["accountnumber"]?.stringValue?.hasPrefix("ACC-01000-") == true)
    try await host.call(.get, "/data/CDSSalesOrderHeaders", status: 404)
    #expect(try await install(host, "KB4045570")?["level"] == "7.2+KB4045570")
    try await host.call(.get, "/data/CDSSalesOrderHeaders", status: 200)
    try await host.call(.post, "/_p2c/v1/worlds/default/snapshots", ["name": "monday"], status: 201)
    #expect(try await install(host, "release 7.3")?["level"] == "7.3")
    let back = try await install(host, "release 7.2", status: 409)
    #expect(back?["error"]?["code"] == "installationRefused")
    _ = try await install(host, "windows", status: 400)

    try await host.call(.post, "/_p2c/v1/worlds/default/reset", status: 200)
    let world = try await host.call(.get, "/_p2c/v1/worlds/default")
    #expect(world?["level"] == "7.2" && world?["solution"] == .null)
    #expect(try await host.accounts() == [])
    try await host.call(.get, "/data/CDSSalesOrderHeaders", status: 404)
    try await host.call(.get, "/api/data/v9.2/contacts?$select=msdynce_contactnumber", status: 400)
    // And forward again, to the versions of that moment.
    try await host.call(.post, "/_p2c/v1/worlds/default/snapshots/monday/restore", status: 204)
    #expect(try await host.accounts() == ["Old"])
    #expect(try await host.call(.get, "/_p2c/v1/worlds/default")?["level"] == "7.2+KB4045570")
    try await host.call(.get, "/data/CDSSalesOrderHeaders", status: 200)
  }

  @Test("A kept world is what was installed on it after a restart, and a restore over versions that is cut short is done again")
  func restart() async throws {
    let folder = try TemporaryFolder()
    func open(make: Bool = false) async throws -> TwinHost {
      var options = HostOptions()
      options.data = try DataFolder(folder.path)
      let host = TwinHost(time: .standing, options: options)
      _ = try await host.reopenWorlds(WorldDemand())
      if make { try await host.makeWorld(named: "default", WorldPlan()) }
      return host
    }
    var host = try await open(make: true)
    try await host.addAccount("First")
    _ = try await install(host, "solution 15.0.0.2")
    try await host.call(.post, "/_p2c/v1/worlds/default/snapshots", ["name": "late"], status: 201)
    try await host.close()

    host = try await open()
    #expect(try await host.call(.get, "/_p2c/v1/worlds/default")?["solution"] == "15.0.0.2")
    #expect(try await host.accounts() == ["First"])
    try await host.call(.post, "/_p2c/v1/worlds/default/reset", status: 200)
    #expect(try await host.call(.get, "/_p2c/v1/worlds/default")?["solution"] == "1.15.0.1")
    try await host.close()
    // As a crash leaves it: the restore is written down and nothing of it is done.
    let world = "\(folder.path)/worlds/default"
    try FileManager.default.copyItem(atPath: "\(world)/snapshots/late.p2cworld", toPath: "\(world)/restore.pending")

    host = try await open()
    #expect(try await host.call(.get, "/_p2c/v1/worlds/default")?["solution"] == "15.0.0.2")
    #expect(try await host.accounts() == ["First"])
    try await host.close()
  }
}
