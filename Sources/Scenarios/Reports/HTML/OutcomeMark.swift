/// How an outcome is shown: never by colour alone.
struct OutcomeMark {
  /// Class of style, and value of the filter.
  let name: String
  let sign: String
  let words: String

  init(_ outcome: ScenarioResult.Outcome) {
    switch outcome {
    case .passed: (name, sign, words) = ("passed", "✓", "passed")
    case .failed: (name, sign, words) = ("failed", "✗", "failed")
    case .broken: (name, sign, words) = ("broken", "!", "broken")
    case .malformed: (name, sign, words) = ("malformed", "!", "malformed")
    case .notForThisEngine: (name, sign, words) = ("other", "–", "not for this engine")
    }
  }

  static let all: [(name: String, words: String)] = [
    ("passed", "passed"), ("failed", "failed"), ("broken", "broken"), ("malformed", "malformed"), ("other", "not for this engine"),
  ]
}
