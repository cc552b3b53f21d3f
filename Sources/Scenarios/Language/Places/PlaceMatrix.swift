import StrictYAML

/// The places a scenario runs at, each in a world of its own: every combination of what `at:` lists, less those that `only:` and
/// `except:` take out and, where `all` is written, those that lack what the scenario needs.
struct PlaceMatrix: Sendable {
  /// More worlds for one file mean that something else was meant.
  static let placesMax = 500
  static let everything = "all"
  static let keys = Place.Aspect.allCases.map(\.rawValue) + ["only", "except"]

  /// What is chosen; settings of other aspects stay as they are.
  let aspects: [Place.Aspect]
  let places: [Place]
  /// Whether it can be trusted; a malformed one stands for the place of the settings, so that the steps are read all the same.
  var isSound = true

  /// Reads `at:` and `needs:` of a scenario.
  init(_ map: MapReader, _ settings: WorldSettings, at position: SourcePosition, _ collector: DiagnosticCollector) {
    let needs = Place.capabilities(map, "needs")
    let own: Place
    do { own = try Place(settings) } catch {
      collector.report(position, "\(error)")
      (aspects, places, isSound) = ([], (try? Place(WorldSettings())).map { [$0] } ?? [], false)
      return
    }
    guard let yaml = map.value("at"), let inner = MapReader(yaml, what: "'at'", keys: Self.keys, collector) else {
      (aspects, places) = ([], [own])
      Self.checkNeeds(needs, [own], map.keyPosition("needs"), collector)
      return
    }
    aspects = Place.Aspect.allCases.filter { inner.has($0.rawValue) }
    guard !aspects.isEmpty else {
      if inner.members.isEmpty {
        collector.report(yaml.position, "'at' needs one of: \(Place.Aspect.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      (places, isSound) = ([own], false)
      return
    }
    let (combinations, isOpen) = Self.combinations(aspects, inner, own, collector)
    let only = inner.list("only").compactMap { PlaceCondition($0, what: "'only' of 'at'", collector) }
    let except = inner.list("except").compactMap { PlaceCondition($0, what: "'except' of 'at'", collector) }
    for condition in except where !combinations.isEmpty && !combinations.contains(where: condition.holds) {
      collector.report(condition.position, "'except' takes nothing out: no combination of 'at' is there")
    }
    var places = combinations.filter { place in
      (only.isEmpty || only.contains { $0.holds(at: place) }) && !except.contains { $0.holds(at: place) }
    }
    if isOpen {
      places = places.filter { $0.capabilities.isSuperset(of: needs) }
    } else {
      Self.checkNeeds(needs, places, map.keyPosition("needs"), collector)
    }
    if places.isEmpty, collector.diagnostics.isEmpty {
      collector.report(yaml.position, "nothing is left of 'at': the scenario would run nowhere")
    }
    if places.count > Self.placesMax {
      collector.report(yaml.position, "'at' makes \(places.count) worlds; at most \(Self.placesMax) are run")
      places = []
    }
    isSound = !places.isEmpty
    self.places = isSound ? places : [own]
  }

  /// - Returns: every combination, and whether one of the lists was left to us.
  private static func combinations(
    _ aspects: [Place.Aspect], _ map: MapReader, _ own: Place, _ collector: DiagnosticCollector
  ) -> (places: [Place], isOpen: Bool) {
    var rows: [[Place.Aspect: String]] = [[:]]
    var isOpen = false
    for aspect in aspects {
      let words = map.texts(aspect.rawValue)
      var values: [String] = []
      if words.count == 1, words[0].text == everything {
        isOpen = true
        values = (try? Place.all(aspect)) ?? []
      } else {
        if words.isEmpty { collector.report(map.keyPosition(aspect.rawValue), "'\(aspect.rawValue)' needs a list of values, or all") }
        for word in words {
          guard let value = Place.value(word, of: aspect, collector) else { continue }
          if values.contains(value) {
            collector.report(word.position, "'\(word.text)' is in the list twice")
          } else {
            values.append(value)
          }
        }
      }
      guard rows.count * max(1, values.count) <= placesMax * 10 else { return ([], isOpen) }
      rows = rows.flatMap { row in values.map { value in row.merging([aspect: value]) { $1 } } }
    }
    let places = rows.compactMap { row in
      try? Place(
        level: row[.level] ?? own.level, solutionVersion: row[.solutionVersion] ?? own.solutionVersion, webApi: row[.webApi] ?? own.webApi)
    }
    return (places, isOpen)
  }

  private static func checkNeeds(_ needs: [String], _ places: [Place], _ position: SourcePosition, _ collector: DiagnosticCollector) {
    for place in places {
      let missing = needs.filter { !place.capabilities.contains($0) }
      guard !missing.isEmpty else { continue }
      collector.report(
        position,
        "\(place.level) with \(place.description(of: .solutionVersion)) lacks \(missing.joined(separator: " and ")), which the scenario "
          + "needs; run it elsewhere, or at 'level: all', which leaves out what lacks something")
    }
  }
}
