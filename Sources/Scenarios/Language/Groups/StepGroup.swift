import StrictYAML

/// Steps in a file of their own, that several scenarios include: `order.steps.yaml`.
///
/// ```yaml
/// group: An order is entered and crosses over
/// parameters: {customer: , quantity: 1}    # without a value: must be given
/// gives: [order]                           # what the includer may use afterwards
/// steps: [...]
/// ```
struct StepGroup: Sendable {
  static let keys = ["group", "parameters", "gives", "steps"]
  /// How names of such files end, so that they are not taken for scenarios.
  static let suffix = ".steps.yaml"

  struct Parameter: Sendable {
    let name: String
    /// `nil` where it must be given.
    let standard: Literal?
  }

  let title: String
  let parameters: [Parameter]
  let gives: [String]
  let steps: [ScenarioStep]
  /// Steps in it, those of groups it includes among them.
  let stepCount: Int

  init(_ file: SourceFile, _ outer: ReadingContext) throws(MalformedFile) {
    let yaml = try YAML(file)
    let collector = DiagnosticCollector()
    let context = outer.ofGroup(file, collector)
    guard let map = MapReader(yaml, what: "a file of steps", keys: Self.keys, collector) else {
      try collector.throwIfAny()
      throw MalformedFile([Diagnostic(yaml.position, "not a file of steps")])
    }
    title = map.requiredText("group")?.text ?? ""
    var parameters: [Parameter] = []
    for (name, value) in MapReader.members(of: map, "parameters") {
      if case .scalar(let scalar) = value, !scalar.isQuoted, scalar.text.isEmpty {
        parameters.append(Parameter(name: name.text, standard: nil))
      } else {
        parameters.append(Parameter(name: name.text, standard: Literal(value, collector)))
      }
    }
    self.parameters = parameters
    if map.required("steps") != nil, map.list("steps").isEmpty {
      collector.report(map.keyPosition("steps"), "a group needs at least one step")
    }
    steps = context.steps(map, "steps")
    stepCount = steps.reduce(0) { $0 + 1 + (($1.kind as? IncludeStep)?.group.stepCount ?? 0) }
    var captures = CaptureCheck(collector, context)
    captures.learn(parameters.map(\.name))
    captures.walk(map.value("steps"))
    gives = map.texts("gives").map(\.text)
    for name in map.texts("gives") where !captures.known.contains(name.text) {
      let hint = Suggestion.phrase(for: name.text, among: captures.known.sorted())
      collector.report(name.position, "no step of the group captures '\(name.text)'\(hint)")
    }
    try collector.throwIfAny()
  }
}

extension MapReader {
  /// The members of a mapping with names of the writer's choice; none where it is not there or, reported, no mapping.
  static func members(of map: MapReader, _ key: String) -> [(key: YAML.Scalar, value: YAML)] {
    guard let yaml = map.value(key) else { return [] }
    return MapReader(yaml, what: "'\(key)' of \(map.what)", keys: nil, map.collector)?.members ?? []
  }
}
