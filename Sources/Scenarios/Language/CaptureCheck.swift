import StrictYAML

/// Finds references to captures that no earlier step makes, before anything runs.
struct CaptureCheck {
  private var known: Set<String> = ["now", "today", "company"]
  private let collector: DiagnosticCollector

  /// Keys whose value is the name of a capture.
  private static let capturing = ["as", "failuresAs"]

  init(_ collector: DiagnosticCollector) { self.collector = collector }

  /// Walks a list of steps in the order they run.
  mutating func walk(_ steps: YAML?) {
    guard case .list(let elements, _) = steps else { return }
    for step in elements {
      guard case .map(let members, _) = step else { continue }
      let isLoop = members.contains { $0.key.text == ForEachStep.keyword }
      // A loop's own record is known to its steps and its label, another step's record only afterwards.
      if isLoop { capture(members, ["as"]) }
      for (key, value) in members where key.text != "steps" && !Self.capturing.contains(key.text) { check(value) }
      if isLoop { walk(members.first { $0.key.text == "steps" }?.value) }
      capture(members, Self.capturing)
    }
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
