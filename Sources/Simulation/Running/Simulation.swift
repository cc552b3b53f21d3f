import Ambient
public import OData
public import Scenarios

/// Makes up histories from seeds and lives through them; lives through given ones again.
public struct Simulation: Sendable {
  /// What a batch of seeds is asked to be.
  public struct Options: Hashable, Sendable {
    /// How many weeks of virtual time a history takes.
    public var weeks = 3

    public init() {}
  }

  /// A small company: what is in a world is read by every run and every check.
  public static let baseline = "shop"

  public let options: Options
  private let hall: RehearsalHall

  public init(options: Options = Options(), hall: RehearsalHall = RehearsalHall(baseline: baseline)) {
    (self.options, self.hall) = (options, hall)
  }

  /// Times at which people come to work or the engine is started, in a week.
  private static let turnsPerWeek = 4

  /// The history of a seed. One seed, one history.
  /// - Throws: whatever broke in this program; what is wrong with the systems or the engine is a finding of the history.
  public func history(seed: UInt64) async throws -> SimulatedHistory {
    var swarm = SeededGenerator(seed: seed, stream: Streams.swarm)
    let place = SimulatedPlace.numbered(swarm.next(below: SimulatedPlace.count))
    let features = Self.features(&swarm).subtracting(place.lacks)
    var office = Office(
      seed: seed, features: features.filter { $0.needs.allSatisfy(features.contains) },
      upgrades: features.contains(.upgrades) ? place.upgrades : [])
    var course = try await Course(settings: place.settings, in: hall)
    for deed in office.opening() { try await course.perform(deed) }
    let turns = options.weeks * Self.turnsPerWeek
    let minutesPerTurn = 7 * 24 * 60 / Self.turnsPerWeek
    for _ in 0..<turns where !course.isOver {
      let minutes = office.draw.between(1...2 * minutesPerTurn - 1)
      try await course.perform(Deed(["advance": .string("\(minutes) minutes")], .nothing))
      for _ in 0..<office.draw.between(0...3) {
        for deed in office.errand(course.books) { try await course.perform(deed) }
      }
      for project in office.projects {
        for deed in office.runs(of: project, course.books) { try await course.perform(deed) }
      }
    }
    try await course.finish(office.closing())
    return course.history
  }

  /// Lives through given deeds; those that cannot be done are left out.
  /// - Throws: as `history(seed:)`.
  public func history(settings: JSON, deeds: [Deed], closing: [Deed]) async throws -> SimulatedHistory {
    var course = try await Course(settings: settings, in: hall)
    for deed in deeds { try await course.perform(deed) }
    try await course.finish(closing)
    return course.history
  }

  /// Each feature is there in two of three histories.
  private static func features(_ draw: inout SeededGenerator) -> Set<Feature> {
    var features: Set<Feature> = []
    for feature in Feature.allCases where draw.chance(2, in: 3) { features.insert(feature) }
    return features
  }
}
