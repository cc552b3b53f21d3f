import Foundation
import OData
import Scenarios
import StrictYAML
import Testing

@testable import Simulation

struct SimulationTests {
  @Test("Seeds lead to worlds in which everything is as it has to be", arguments: 1...24 as ClosedRange<UInt64>)
  func nothingIsWrong(seed: UInt64) async throws {
    let history = try await Histories.simulation.history(seed: seed)
    if let finding = history.finding {
      Issue.record("\(finding.kind): \(finding.message)\n\(ScenarioText.text(history, title: "seed \(seed)", comments: []))")
    }
    #expect(history.figures.requests > 50)
    #expect(history.figures.virtualMilliseconds > 86_400_000)
  }

  @Test("One seed is one history, twice on one thread and on two")
  func sameHistory() async {
    let report = await HistoryCheck(Histories.simulation, stopwatch: { 0 }).run(Array(31...36))
    #expect(report.differences.map(\.seed) == [])
    #expect(report.hash.count == 16)
  }

  @Test("Another seed is another history")
  func otherHistory() async throws {
    let (one, other) = (try await Histories.simulation.history(seed: 1), try await Histories.simulation.history(seed: 2))
    #expect(one.figures.hash != other.figures.hash)
  }

  @Test("Places and features are drawn widely")
  func swarm() {
    let places = Set((0..<SimulatedPlace.count).map { SimulatedPlace.numbered($0).level })
    #expect(places.count >= 5)
    #expect(SimulatedPlace.numbered(3) == SimulatedPlace.numbered(3))
  }

  @Test("A deed knows which earlier ones it needs")
  func needs() {
    let deed = Deed(["update": "sales/quotes", "key": "${quote3}", "with": ["name": "${account1.name} and ${quote3.name}"]], .nothing)
    #expect(deed.needs == ["quote3", "account1"])
  }
}

struct ShrinkerTests {
  private static func history() async throws -> SimulatedHistory {
    let others = ["US-001", "US-004", "US-007", "US-009", "US-012"]
    var deeds = others.indices.map { Histories.telephone(others[$0], 1000 + $0) }
    deeds += [Histories.run, Histories.telephone("US-001", 2000), Histories.loss]
    deeds += others.indices.map { Histories.telephone(others[$0], 3000 + $0) }
    return try await Histories.simulation.history(settings: ["seed": 1], deeds: deeds, closing: [])
  }

  @Test("A history with a finding shrinks to what the finding needs, and always to the same")
  func shrinks() async throws {
    let history = try await Self.history()
    #expect(history.finding?.kind == "invariant nothing lost")
    let small = try await Shrinker(Histories.simulation).shrink(history)
    #expect(small.finding?.kind == "invariant nothing lost")
    #expect(small.deeds == [Histories.run, Histories.loss])
    let again = try await Shrinker(Histories.simulation).shrink(history)
    #expect(again.deeds == small.deeds)
  }

  @Test("No more smaller histories are tried than allowed")
  func bounded() async throws {
    let history = try await Self.history()
    let small = try await Shrinker(Histories.simulation, candidatesMax: 2).shrink(history)
    #expect(small.deeds.count > 2)
  }

  @Test("What was found is a scenario that fails the same way, in a file that is kept as long as no shorter one is found")
  func bugBase() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "p2c-bugs-\(ProcessInfo.processInfo.globallyUniqueString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let base = BugBase(folder: folder.path)
    let origin = BugBase.Origin(seed: 7, weeks: 3, commit: "abc")
    let history = try await Self.history()
    let small = try await Shrinker(Histories.simulation).shrink(history)
    #expect(try base.keep(history, from: origin).isNew)
    #expect(try base.keep(small, from: origin).isNew)
    #expect(try !base.keep(history, from: origin).isNew)
    let path = try #require(base.files.first)
    #expect(path.hasSuffix("/invariant-nothing-lost.yaml"))
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix("# Found by: p2c simulate --seeds 1 --from 7 --weeks 3\n# Commit: abc\n"))

    let factory = TwinWorldFactory()
    let scenario = try Scenario(SourceFile(reading: path), schemas: factory.schemas(WorldConfiguration()))
    let result = try await ScenarioRunner(factory: factory, options: SuiteOptions(), stopwatch: { 0 }, reporter: nil).run(scenario)
    guard case .failed(let report) = result.outcome else {
      Issue.record("it passes")
      return
    }
    #expect(report.message.contains("'nothing lost'"))
  }

  @Test("Every history can be written as a scenario that reads back", arguments: 1...6 as ClosedRange<UInt64>)
  func readsBack(seed: UInt64) async throws {
    let history = try await Histories.simulation.history(seed: seed)
    let text = ScenarioText.text(history, title: "seed \(seed)", comments: [])
    let factory = TwinWorldFactory()
    let scenario = try Scenario(SourceFile(path: "simulated.yaml", text: text), schemas: factory.schemas(WorldConfiguration())) {
      try factory.schemas(WorldConfiguration(settings: $0))
    }
    let result = try await ScenarioRunner(factory: factory, options: SuiteOptions(), stopwatch: { 0 }, reporter: nil).run(scenario)
    if case .failed(let report) = result.outcome { Issue.record("\(report.position): \(report.message)") }
    #expect(result.isPassed)
  }
}
