import StrictYAML

/// `include: order.steps.yaml`: the steps of another file, with parameters (`with:`). They see these and nothing else that was captured;
/// what the group gives is known afterwards, under another name where `as: {order: firstOrder}` says so.
struct IncludeStep: StepKind {
  static let keyword = "include"
  static let keys = ["with", "as"]
  static let summary = "take in the steps of another file, with parameters"

  let group: StepGroup
  let arguments: [(name: String, value: Literal)]
  /// What is captured under which name.
  let results: [(given: String, name: String)]
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let scalar = map.requiredText(Self.keyword) else { return nil }
    position = scalar.position
    guard scalar.text.hasSuffix(StepGroup.suffix) else {
      context.report(scalar.position, "a file of steps has a name that ends in \(StepGroup.suffix), not '\(scalar.text)'")
      return nil
    }
    do {
      guard let group = try context.groups.group(at: context.path(scalar.text), named: scalar.position, context) else { return nil }
      self.group = group
    } catch {
      for diagnostic in error.diagnostics {
        // A group hands on what is wrong further in; the scenario says where it comes in.
        let isOwn = context.isGroup || diagnostic.position.file == scalar.position.file
        context.report(
          isOwn ? diagnostic.position : scalar.position, isOwn ? diagnostic.message : "in what is included here: \(diagnostic)")
      }
      return nil
    }
    let names = group.parameters.map(\.name)
    var arguments: [(name: String, value: Literal)] = []
    for (name, value) in MapReader.members(of: map, "with") {
      if !names.contains(name.text) {
        let hint = Suggestion.phrase(for: name.text, among: names)
        let known = names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))"
        context.report(name.position, "the group has no parameter '\(name.text)'\(hint); \(known)")
      }
      arguments.append((name.text, Literal(value, context.collector)))
    }
    for parameter in group.parameters where !arguments.contains(where: { $0.name == parameter.name }) {
      if let standard = parameter.standard {
        arguments.append((parameter.name, standard))
      } else {
        context.report(map.position, "the group needs the parameter '\(parameter.name)'; give it under 'with'")
      }
    }
    self.arguments = arguments
    var renamed: [String: String] = [:]
    for (given, name) in map.textMap("as") {
      if !group.gives.contains(given.text) {
        context.report(given.position, "the group does not give '\(given.text)'\(Suggestion.phrase(for: given.text, among: group.gives))")
      }
      renamed[given.text] = name.text
    }
    results = group.gives.map { ($0, renamed[$0] ?? $0) }
  }

  func perform(_ run: ScenarioRun) async throws {
    let outside = run.captures
    var inside: [String: Captured] = [:]
    for (name, value) in arguments { inside[name] = try value.captured(run) }
    run.captures = inside
    defer { run.captures = outside.merging(results.compactMap { result in run.captures[result.given].map { (result.name, $0) } }) { $1 } }
    do {
      try await run.perform(group.steps)
    } catch var failure as ScenarioFailure {
      failure.message += "\n    in '\(group.title)', included at \(position)"
      throw failure
    }
  }
}

extension Literal {
  /// The value; the record itself where it is one capture, whole.
  func captured(_ names: some Names) throws -> Captured {
    if case .scalar(let text) = self, let name = text.wholeReference, let captured = names.captured(name) { return captured }
    return Captured(try json(names))
  }
}
