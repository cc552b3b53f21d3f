import OData
import StrictYAML

/// What readers of a scenario's parts share: where to complain, what the systems offer, and where the scenario runs.
struct ReadingContext {
  let collector: DiagnosticCollector
  /// What the systems offer where the scenario runs.
  let schemas: WorldSchemas
  /// The file that is read; what it names starts from its folder.
  var file: SourceFile?
  /// What they offer where most scenarios run.
  var standard: WorldSchemas?
  /// Where the steps run that are read, and every place the scenario runs at, where they are known.
  var place: Place?
  var places: [Place] = []
  /// Whether names of other places are allowed, since a step must be refused or the world changes on the way.
  var isLenient = false
  /// Whether `schemas` are those of the place; where they are not, values of enumerations cannot be judged.
  var knowsPlace = true
  /// Whether it is a group of steps that is read, not a scenario.
  var isGroup = false
  /// The groups of steps read so far.
  var groups = StepGroups()

  /// The same where names of other places are allowed.
  var lenient: ReadingContext {
    var context = self
    context.isLenient = true
    return context
  }

  /// The same, with complaints that nobody hears: what is wrong has been told where it was read.
  var silent: ReadingContext {
    var context = ReadingContext(
      collector: DiagnosticCollector(), schemas: schemas, file: file, standard: standard, place: place, places: places)
    (context.isLenient, context.isGroup, context.groups) = (isLenient, isGroup, groups)
    return context
  }

  /// For a group of steps in a file of its own.
  func ofGroup(_ file: SourceFile, _ collector: DiagnosticCollector) -> ReadingContext {
    var context = ReadingContext(collector: collector, schemas: schemas, file: file, standard: standard, place: place, places: places)
    (context.isLenient, context.isGroup, context.groups, context.knowsPlace) = (isLenient, true, groups, knowsPlace)
    return context
  }

  /// Where names of a system are looked for, the first that has one first.
  func schemas(of system: SystemName, onForms: Bool = false) -> [SystemSchema] {
    guard let standard, isLenient || onForms else { return [schemas[system]] }
    // Of a place that offers more, its own entities have more properties.
    let isBeyond =
      place.flatMap { place in (try? Place(WorldSettings())).map { place.capabilities.isSuperset(of: $0.capabilities) } } ?? true
    return isBeyond || onForms ? [schemas[system], standard[system]] : [standard[system], schemas[system]]
  }

  /// The schema an entity was found in.
  func schema(of entity: EntityPath) -> SystemSchema {
    schemas(of: entity.system, onForms: entity.isOnForms).first { $0.model.entitySet(entity.set) != nil } ?? schemas[entity.system]
  }

  func report(_ position: SourcePosition, _ message: String) { collector.report(position, message) }

  /// Whether a step is one of the place that is read for; reports one that is done nowhere.
  func isDone(_ step: [(key: YAML.Scalar, value: YAML)]) -> Bool {
    guard let yaml = step.first(where: { $0.key.text == "onlyAt" })?.value,
      let condition = PlaceCondition(yaml, what: "'onlyAt'", collector), let place
    else { return true }
    if !isGroup, !places.isEmpty, !places.contains(where: condition.holds) {
      report(condition.position, "the step is done nowhere: the scenario never runs there")
    }
    return condition.holds(at: place)
  }

  /// Reads a list of steps.
  func steps(_ map: MapReader, _ key: String) -> [ScenarioStep] {
    map.list(key).compactMap { ScenarioStep($0, self) }
  }

  /// The path of a file that the read one names.
  func path(_ name: String) -> String {
    guard !name.hasPrefix("/"), let path = file?.path, let slash = path.lastIndex(of: "/") else { return name }
    var folder = String(path[...slash])
    var rest = name[...]
    while rest.hasPrefix("../"), folder != "/", !folder.hasSuffix("../") {
      rest = rest.dropFirst(3)
      let above = folder.dropLast().lastIndex(of: "/")
      folder = above.map { String(folder[...$0]) } ?? ""
      if folder.isEmpty { break }
    }
    return folder + rest
  }
}
