import OData
import Scenarios
import StrictYAML

/// A simulated history as a scenario file that anybody can run.
public enum ScenarioText {
  /// - Parameters:
  ///   - title: in business words where somebody has found some.
  ///   - comments: lines for the top of the file.
  public static func text(_ history: SimulatedHistory, title: String, comments: [String]) -> String {
    var lines = comments.map { "# \($0)" }
    lines.append("scenario: \(YAMLText.scalar(title))")
    lines.append("tags: [found]")
    lines.append("baseline: \(Simulation.baseline)")
    lines.append("settings: \(flow(history.settings))")
    lines.append("steps:")
    // A scenario has at least one step.
    for event in history.events + history.closing { lines += step(event.deed.step, isRefused: isRefused(event)) }
    if history.events.isEmpty, history.closing.isEmpty { lines += step(["print": "nothing is done"], isRefused: false) }
    if let expectation = history.failedExpectation {
      lines.append("then:")
      lines += step(expectation, isRefused: false)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func isRefused(_ event: SimulatedHistory.Event) -> Bool {
    if case .refused = event.ending { true } else { false }
  }

  private static func step(_ step: JSONObject, isRefused: Bool) -> [String] {
    let members = step.members + (isRefused ? [JSONObject.Member("fails", true)] : [])
    return members.enumerated().map { index, member in
      "\(index == 0 ? "  - " : "    ")\(YAMLText.scalar(member.name)): \(flow(member.value))"
    }
  }

  private static func flow(_ json: JSON) -> String {
    switch json {
    case .string(let text): YAMLText.scalar(text)
    case .array(let elements): "[" + elements.map(flow).joined(separator: ", ") + "]"
    case .object(let object): "{" + object.members.map { "\(YAMLText.scalar($0.name)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    case .null, .bool, .number: json.text
    }
  }
}
