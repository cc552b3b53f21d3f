import StrictYAML

/// Which places are meant: `{level: ["7.2", "7.3"], has: [freightTax], lacks: [twoWayOrders]}`. All that is given must hold; of a list of
/// values, one.
struct PlaceCondition: Sendable {
  static let keys = Place.Aspect.allCases.map(\.rawValue) + ["has", "lacks"]

  private let values: [(aspect: Place.Aspect, values: [String])]
  private let has: [String]
  private let lacks: [String]
  let position: SourcePosition

  init?(_ yaml: YAML, what: String, _ collector: DiagnosticCollector) {
    guard let map = MapReader(yaml, what: what, keys: Self.keys, collector) else { return nil }
    position = map.position
    values = Place.Aspect.allCases.filter { map.has($0.rawValue) }.map { aspect in
      (aspect, map.texts(aspect.rawValue).compactMap { Place.value($0, of: aspect, collector) })
    }
    has = Place.capabilities(map, "has")
    lacks = Place.capabilities(map, "lacks")
    if map.members.isEmpty { collector.report(map.position, "\(what) needs one of: \(Self.keys.joined(separator: ", "))") }
  }

  func holds(at place: Place) -> Bool {
    values.allSatisfy { $0.values.contains(place[$0.aspect]) } && place.capabilities.isSuperset(of: has)
      && place.capabilities.isDisjoint(with: lacks)
  }
}
