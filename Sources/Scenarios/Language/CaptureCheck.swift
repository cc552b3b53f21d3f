import StrictYAML

/// Finds references to captures that no earlier step makes, before anything runs.
struct CaptureCheck {
  private(set) var known: Set<String> = ["now", "today", "company"]
  private let collector: DiagnosticCollector
  private let context: ReadingContext

  /// Keys whose value is the name of a capture.
  private static let capturing = ["as", "failuresAs"]

  init(_ collector: DiagnosticCollector, _ context: ReadingContext) {
    self.collector = collector
    self.context = context
  }

  /// Names that are captured before the first step.
  mutating func learn(_ names: [String]) { known.formUnion(names) }

  /// Walks a list of steps in the order they run.
  mutating func walk(_ steps: YAML?) {
    guard case .list(let elements, _) = steps else { return }
    for step in elements {
      guard case .map(let members, _) = step, context.silent.isDone(members) else { continue }
      let isLoop = members.contains { $0.key.text == ForEachStep.keyword }
      // A loop's own record is known to its steps and its label, another step's record only afterwards.
      if isLoop { capture(members, ["as"]) }
      for (key, value) in members where !Self.capturing.contains(key.text) {
        switch key.text {
        case "steps": if isLoop { walk(value) }
        case EventuallyStep.keyword: walk(value)
        case ForEachStep.keyword, DataStep.keyword: checkTable(value)
        default: check(value)
        }
      }
      capture(members, Self.capturing)
      captureResults(members)
    }
  }

  /// What an included group gives, under the names it gets.
  private mutating func captureResults(_ members: [(key: YAML.Scalar, value: YAML)]) {
    guard case .scalar(let path) = members.first(where: { $0.key.text == IncludeStep.keyword })?.value,
      let group = context.groups.group(at: context.path(path.text))
    else { return }
    var names: [String: String] = [:]
    if case .map(let renamed, _) = members.first(where: { $0.key.text == "as" })?.value {
      for (given, name) in renamed { if case .scalar(let scalar) = name { names[given.text] = scalar.text } }
    }
    known.formUnion(group.gives.map { names[$0] ?? $0 })
  }

  /// Generated values know the number of their row.
  private mutating func checkTable(_ yaml: YAML) {
    guard case .map = yaml else { return check(yaml) }
    let outside = known
    known.insert(NumberedNames<ScenarioRun>.number)
    check(yaml)
    known = outside
  }

  private mutating func capture(_ members: [(key: YAML.Scalar, value: YAML)], _ keys: [String]) {
    for (key, value) in members where keys.contains(key.text) {
      if case .scalar(let scalar) = value { known.insert(scalar.text) }
    }
  }

  private func check(_ yaml: YAML) {
    switch yaml {
    case .scalar(let scalar):
      // What is wrong with the expression itself has been reported where it was read.
      for name in Interpolation(scalar, DiagnosticCollector()).references where !known.contains(name) {
        collector.report(
          scalar.position, "nothing is captured as '\(name)' before this step\(Suggestion.phrase(for: name, among: known.sorted()))")
      }
    case .list(let elements, _): for element in elements { check(element) }
    case .map(let members, _): for member in members { check(member.value) }
    }
  }
}
