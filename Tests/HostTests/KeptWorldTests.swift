import Foundation
import Host
import OData
import Scenarios
import StrictYAML
import Testing

/// Worlds of scenarios that have failed, opened by a host.
struct KeptWorldTests {
  @Test("A kept world of a failed scenario is served with its rows, its level and its clock, which stands still")
  func served() async throws {
    let folder = try TemporaryFolder()
    let factory = TwinWorldFactory()
    let text = """
      scenario: fails
      baseline: none
      settings: {supplyChain: {level: "7.2"}}
      steps:
        - create: sales/accounts
          with: {name: Kept, accountnumber: K-1}
        - advance: 3 hours
        - expect: sales/accounts
          key: K-1
          has: {name: Other}
      """
    let scenario = try Scenario(SourceFile(path: "s.yaml", text: text), schemas: try factory.schemas(WorldConfiguration()))
    var options = SuiteOptions()
    let path = folder.path
    options.keepWorld = { _, twins in
      try KeptWorld.write(twins, to: path)
      return "p2c serve --data \(path)"
    }
    let result = try await ScenarioRunner(factory: factory, options: options, stopwatch: { 0 }, reporter: nil).run(scenario)
    #expect(!result.isPassed)
    #expect(result.notes == ["the world is kept: p2c serve --data \(folder.path)"])

    var served = HostOptions()
    served.data = try DataFolder(folder.path)
    let machine = TestMachine()
    let host = TwinHost(time: machine.time, options: served)
    #expect(try await host.reopenWorlds(WorldDemand()) == ["default"])
    #expect(try await host.accounts() == ["Kept"])
    machine.pass(milliseconds: 60_000)
    let clock = try await host.call(.get, "/_p2c/v1/worlds/default/clock")
    #expect(clock?["now"] == "2018-04-03T11:00:00Z")
    let world = try await host.call(.get, "/_p2c/v1/worlds/default")
    #expect(world?["level"] == "7.2")
    try await host.close()
  }
}
