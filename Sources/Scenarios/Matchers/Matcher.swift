import OData
import StrictYAML

/// One way of saying what a value must be. One file each; `MatcherTable` lists them.
protocol Matcher: Sendable {
  /// The key that stands for it in a scenario: `contains`.
  static var keyword: String { get }
  /// Keys it reads beside its own.
  static var companions: [String] { get }
  /// Reads it from the mapping it stands in. Reports what is wrong and answers `nil`.
  init?(_ value: YAML, in map: MapReader)
  /// Whether the value is as wanted, and how to say what was wanted.
  func judge(_ actual: JSON, as type: EdmType?, _ names: some Names) throws -> Judgement
}

struct Judgement {
  let holds: Bool
  /// `a text that contains "freight"`.
  let wanted: String
}

extension Matcher {
  static var companions: [String] { [] }
}

/// Every matcher of the language.
enum MatcherTable {
  static let all: [any Matcher.Type] = [
    EqualsMatcher.self, NotMatcher.self, OneOfMatcher.self, PresentMatcher.self, ContainsMatcher.self, StartsWithMatcher.self,
    EndsWithMatcher.self, PatternMatcher.self, AtLeastMatcher.self, AtMostMatcher.self, AboutMatcher.self,
  ]

  static let keywords = all.map { $0.keyword }
  static let keys = all.flatMap { [$0.keyword] + $0.companions }
}

/// What a property, a count or a sum must be: a value, or a mapping of matchers that must all hold.
struct Expected: Sendable {
  let position: SourcePosition
  let matchers: [any Matcher]

  init(_ yaml: YAML, _ collector: DiagnosticCollector) {
    position = yaml.position
    if case .map(let members, _) = yaml, members.contains(where: { MatcherTable.keywords.contains($0.key.text) }) {
      var matchers: [any Matcher] = []
      if let map = MapReader(yaml, what: "matcher", keys: MatcherTable.keys, collector) {
        for type in MatcherTable.all {
          if let value = map.value(type.keyword), let matcher = type.init(value, in: map) { matchers.append(matcher) }
        }
      }
      self.matchers = matchers
    } else {
      if case .map(let members, _) = yaml, members.count == 1 {
        // A mapping is hardly ever a value.
        let hint = Suggestion.phrase(for: members[0].key.text, among: MatcherTable.keywords)
        if !hint.isEmpty { collector.report(members[0].key.position, "unknown matcher '\(members[0].key.text)'\(hint)") }
      }
      matchers = [EqualsMatcher(Literal(yaml, collector))]
    }
  }

  /// What was wanted, when `actual` is not it; `nil` when all is well.
  func mismatch(_ actual: JSON, as type: EdmType? = nil, _ names: some Names) throws -> String? {
    for matcher in matchers {
      let judgement = try matcher.judge(actual, as: type, names)
      if !judgement.holds { return judgement.wanted }
    }
    return nil
  }

  /// Compares and throws.
  /// - Throws: `ScenarioFailure` that names `what` and shows both sides.
  func check(_ actual: JSON, what: String, as type: EdmType? = nil, subject: RecordSubject? = nil, _ names: some Names) throws {
    guard let wanted = try mismatch(actual, as: type, names) else { return }
    throw ScenarioFailure(
      position, "\(what) is not as expected", comparison: .init(what: what, expected: wanted, actual: actual.described), subject: subject)
  }
}
