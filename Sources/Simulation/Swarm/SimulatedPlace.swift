import Ambient
import OData

/// The two systems of a simulated world: levels and switches.
struct SimulatedPlace: Hashable, Sendable {
  let level: String
  /// `settings:` of a scenario.
  let settings: JSON
  /// What cannot happen there.
  let lacks: Set<Feature>
  /// What may be installed there, in this order.
  let upgrades: [Upgrade]

  /// A fault that installs something, and its settings.
  struct Upgrade: Hashable, Sendable {
    let fault: String
    let values: JSONObject
  }

  /// How many there are. A world starts from a copy of one with its baseline, which is made once for each place, so they are not
  /// drawn for each seed anew.
  static let count = 24

  /// The place of that number, from 0.
  static func numbered(_ number: Int) -> SimulatedPlace {
    var draw = SeededGenerator(seed: UInt64(number), stream: Streams.places)
    // The first one is where most scenarios run.
    let level = number == 0 ? Level.all[0] : draw.one(of: Level.all)
    var upgrades = level.upgrades
    var sales = JSONObject()
    var supplyChain: JSONObject = ["level": .string(level.name)]
    if number > 0 {
      if let solution = draw.one(of: [nil, "1.15.0.0", "1.15.0.1", "15.0.0.2"]) {
        sales.append("solutionVersion", .string(solution))
        if solution == "1.15.0.1" { upgrades.append(Upgrade(fault: "solution-upgraded", values: ["version": "15.0.0.2"])) }
      }
      if let version = draw.one(of: [nil, "9.2", "9.1", "9.0", "8.2"]) { sales.append("webApi", .string(version)) }
      if draw.chance(1, in: 4) { supplyChain.append("writeFailureStatus", 500) }
    }
    let isLimited = number > 0 && draw.chance(1, in: 3)
    if isLimited { sales.append("limits", Self.limits(&draw)) }
    // Identifiers differ from place to place, and with them the order in which rows are read.
    var settings: JSONObject = ["seed": .number(ExactDecimal(number + 1)), "supplyChain": .object(supplyChain)]
    if !sales.members.isEmpty { settings.append("sales", .object(sales)) }
    var lacks = level.lacks
    // What people do in the midst of a run counts as the run's.
    if isLimited { lacks.insert(.editsDuringRuns) }
    if number > 0, draw.chance(1, in: 3) {
      settings.append("changes", ["sales": "delta-links"])
      // A delta link has pages of its own, which nothing can be done between.
      lacks.insert(.editsDuringRuns)
    }
    return SimulatedPlace(level: level.name, settings: .object(settings), lacks: lacks, upgrades: upgrades)
  }

  /// Service protection so strict that every run meets it: few requests, or little time for them.
  private static func limits(_ draw: inout SeededGenerator) -> JSON {
    var limits: JSONObject = ["windowSeconds": 60, "actsAfterFullWindow": false, "perKilobyte": 0]
    if draw.chance(1, in: 2) {
      limits.append("requests", 12)
    } else {
      limits.append("executionSeconds", 3)
      limits.append(
        "costs", ["read": 200, "query": 200, "create": 200, "update": 200, "delete": 200, "metadata": 200, "batch": 200, "other": 200])
    }
    return .object(limits)
  }

  private struct Level: Sendable {
    let name: String
    var lacks: Set<Feature> = []
    /// What may follow without changing how people work.
    var upgrades: [Upgrade] = []

    static let all = [
      Level(name: "7.3", upgrades: [release("10.0")]), Level(name: "7.2+KB4045570"),
      Level(name: "7.2+KB4036461+KB4036524", lacks: [.ordersOfSales], upgrades: [hotfix("KB4045570")]),
      Level(name: "10.0", upgrades: [release("10.0.36")]), Level(name: "10.0.36"),
      Level(
        name: "7.2", lacks: [.ordersOfSales, .ordersOfSupplyChain, .invoices, .quotations],
        upgrades: [hotfix("KB4036461"), hotfix("KB4036524"), hotfix("KB4045570")]),
    ]

    private static func release(_ name: String) -> Upgrade { Upgrade(fault: "release-installed", values: ["release": .string(name)]) }
    private static func hotfix(_ name: String) -> Upgrade { Upgrade(fault: "hotfix-installed", values: ["hotfix": .string(name)]) }
  }
}

/// Streams of draws, split by purpose: drawing one more place must not change what people do.
enum Streams {
  static let places: UInt64 = 101
  static let swarm: UInt64 = 102
  static let workload: UInt64 = 103
}

extension SeededGenerator {
  mutating func one<Element>(of choices: [Element]) -> Element { choices[next(below: choices.count)] }

  mutating func chance(_ hits: Int, in all: Int) -> Bool { next(below: all) < hits }

  /// A whole number from the first to the last.
  mutating func between(_ range: ClosedRange<Int>) -> Int { range.lowerBound + next(below: range.count) }
}
