import StrictYAML

/// One kind of step. One file each; `StepTable` lists them.
protocol StepKind: Sendable {
  /// The key that makes a step this kind: `create`.
  static var keyword: String { get }
  /// Keys it knows beside its own and the common ones (`name`, `fails`, `proves`).
  static var keys: [String] { get }
  /// One line for `--help` and the documentation.
  static var summary: String { get }

  /// Whether it changes nothing, so that it can be done over and over.
  static var onlyLooks: Bool { get }

  /// Reads it. Reports what is wrong and answers `nil` where nothing useful is left.
  init?(_ map: MapReader, _ context: ReadingContext)
  /// - Throws: `ScenarioFailure`, `Refusal` when a system says no, or whatever broke.
  func perform(_ run: ScenarioRun) async throws
}

extension StepKind {
  static var onlyLooks: Bool { false }
}

/// Every kind of step of the language.
enum StepTable {
  static let all: [any StepKind.Type] = [
    CreateStep.self, UpdateStep.self, DeleteStep.self, ReadStep.self, DoStep.self, RunStep.self, WhyStep.self, LoadStep.self,
    AdvanceStep.self, LinkStep.self, InstallStep.self, ImportPackageStep.self, ExportPackageStep.self, RefreshStep.self, ConnectStep.self,
    DoctorStep.self,
    ForEachStep.self, DataStep.self, IncludeStep.self, EventuallyStep.self, ScheduleStep.self, FollowSchedulesStep.self, HistoryStep.self,
    WebhookStep.self, ActAsStep.self, CancelStep.self, FaultStep.self, HealStep.self, ExpectStep.self, PrintStep.self,
  ]

  static let commonKeys = ["name", "fails", "onlyAt"]
  static let keywords = all.map { $0.keyword }
}

/// A step of a scenario: its kind, and what every kind has.
struct ScenarioStep: Sendable {
  let kind: any StepKind
  /// What the reader of a report sees: the step's own name, or its keyword and subject.
  let title: String
  let position: SourcePosition
  /// The file it stands in.
  let file: SourceFile?
  /// The last line its text stands on.
  let lastLine: Int
  /// Set when the step must be refused.
  let refusal: RefusalExpectation?

  /// Reports what is wrong with it; `nil` for that, and for a step that is not done at the place that is read for.
  init?(_ yaml: YAML, _ outer: ReadingContext) {
    guard case .map(let members, let position) = yaml else {
      outer.report(yaml.position, "a step must be a mapping, such as 'create: sales/accounts', not \(yaml.kind)")
      return nil
    }
    guard outer.isDone(members) else { return nil }
    let context = members.contains { $0.key.text == "fails" } ? outer.lenient : outer
    // `run` comes with an `expect` of its own, so the first key that is a keyword decides.
    guard let keyword = members.first(where: { StepTable.keywords.contains($0.key.text) })?.key,
      let type = StepTable.all.first(where: { $0.keyword == keyword.text })
    else {
      let written = members.first { !StepTable.commonKeys.contains($0.key.text) }?.key
      let hint = written.map { Suggestion.phrase(for: $0.text, among: StepTable.keywords) } ?? ""
      context.report(
        written?.position ?? position,
        "\(written.map { "unknown step '\($0.text)'" } ?? "a step without a kind")\(hint); a step is one of: \(StepTable.keywords.joined(separator: ", "))"
      )
      return nil
    }
    guard
      let map = MapReader(
        yaml, what: "step '\(keyword.text)'", keys: [keyword.text] + StepTable.commonKeys + type.keys, context.collector),
      let kind = type.init(map, context)
    else { return nil }
    self.kind = kind
    self.position = position
    file = context.file
    lastLine = yaml.lastLine
    refusal = map.value("fails").flatMap { RefusalExpectation($0, context) }
    title = map.text("name")?.text ?? Self.title(keyword.text, map.value(keyword.text))
  }

  private static func title(_ keyword: String, _ value: YAML?) -> String {
    if case .scalar(let scalar) = value { "\(keyword) \(scalar.text.prefix(80))" } else { keyword }
  }
}

extension YAML {
  /// The last line anything of this value starts on.
  var lastLine: Int {
    switch self {
    case .scalar(let scalar): scalar.position.line
    case .list(let elements, let position): elements.map(\.lastLine).max() ?? position.line
    case .map(let members, let position): members.map { max($0.key.position.line, $0.value.lastLine) }.max() ?? position.line
    }
  }
}
