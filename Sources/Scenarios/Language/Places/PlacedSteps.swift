import OData
import StrictYAML

/// What a scenario does at one of its places: its steps, less those of other places, read against what the systems offer there.
struct PlacedSteps: Sendable {
  let place: Place
  let settings: WorldSettings
  let steps: [ScenarioStep]
  let then: [ScenarioStep]
  let looksAtRequests: Bool

  /// Reads the steps once for each place. A step that is done at none is told where all places are known. What is wrong at some places
  /// only names the first of them.
  static func read(
    _ map: MapReader, _ file: SourceFile, _ matrix: PlaceMatrix, _ settings: WorldSettings, standard: WorldSchemas,
    at schemasAt: ((WorldSettings) throws -> WorldSchemas)?, levelIsGiven: Bool, _ settingsPosition: SourcePosition,
    _ collector: DiagnosticCollector
  ) -> [PlacedSteps] {
    var courses: [PlacedSteps] = []
    var complaints: [(diagnostic: Diagnostic, places: [Place])] = []
    let areAllKnown = matrix.isSound && (levelIsGiven || matrix.aspects.contains(.level))
    let changes = map.value("steps").map(installs) ?? false
    for place in matrix.places {
      var settings = settings
      for aspect in matrix.aspects { place.apply(aspect, to: &settings) }
      let schemas: WorldSchemas
      do { schemas = try schemasAt?(settings) ?? standard } catch {
        collector.report(map.has("at") ? map.keyPosition("at") : settingsPosition, "\(error)")
        continue
      }
      let own = DiagnosticCollector()
      var context = ReadingContext(
        collector: own, schemas: schemas, file: file, standard: standard, place: place, places: areAllKnown ? matrix.places : [])
      context.isLenient = changes
      context.knowsPlace = schemasAt != nil || (try? Place(WorldSettings())) == place
      let (steps, then) = (context.steps(map, "steps"), context.steps(map, "then"))
      courses.append(
        PlacedSteps(place: place, settings: settings, steps: steps, then: then, looksAtRequests: context.groups.lookAtRequests))
      var captures = CaptureCheck(own, context)
      captures.walk(map.value("steps"))
      captures.walk(map.value("then"))
      for diagnostic in own.diagnostics {
        if let known = complaints.firstIndex(where: { $0.diagnostic == diagnostic }) {
          complaints[known].places.append(place)
        } else {
          complaints.append((diagnostic, [place]))
        }
      }
    }
    for (diagnostic, places) in complaints {
      let isEverywhere = places.count == courses.count
      let names = places.prefix(1).map { place in matrix.aspects.map { place.description(of: $0) }.joined(separator: ", ") }
      let more = places.count > 1 ? " and \(places.count - 1) more" : ""
      collector.report(diagnostic.position, diagnostic.message + (isEverywhere ? "" : " (at \(names.joined())\(more))"))
    }
    return courses
  }

  /// Whether a world changes on the way, so that entities come and go.
  private static func installs(_ yaml: YAML) -> Bool {
    switch yaml {
    case .scalar: false
    case .list(let elements, _): elements.contains(where: installs)
    case .map(let members, _): members.contains { $0.key.text == InstallStep.keyword || installs($0.value) }
    }
  }
}
