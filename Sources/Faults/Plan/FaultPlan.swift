public import StrictYAML

/// Faults that are set up together, in this order; those that hit the same call stand round each other, the first outermost.
public struct FaultPlan: Hashable, Sendable {
  public var rules: [FaultRule]

  public init(_ rules: [FaultRule] = []) { self.rules = rules }

  public var isEmpty: Bool { rules.isEmpty }

  /// A list of faults as a file holds it, one a line; reading it gives the same plan.
  public var yaml: String { rules.isEmpty ? "[]\n" : rules.map { "- \($0.yaml)\n" }.joined() }

  /// Reads a file with one fault or a list of faults.
  /// - Throws: `MalformedFile` with every complaint.
  public init(_ file: SourceFile) throws(MalformedFile) {
    let yaml = try YAML(file)
    let collector = DiagnosticCollector()
    rules = Self.read(yaml, collector)
    try collector.throwIfAny()
  }

  /// Reads faults from a word of the command line: a name, a mapping with or without its outer braces, or a list.
  /// - Parameter place: what complaints name as their place.
  /// - Throws: `MalformedFile`.
  public init(text: String, place: String) throws(MalformedFile) {
    let isBare = !["{", "[", "-"].contains { text.hasPrefix($0) } && text.contains(": ")
    try self.init(SourceFile(path: place, text: isBare ? "{\(text)}" : text))
  }

  /// Reads one fault or a list of faults within something that is being read.
  public static func read(_ yaml: YAML, _ collector: DiagnosticCollector) -> [FaultRule] {
    guard case .list(let elements, _) = yaml else { return FaultRule.read(yaml, collector).map { [$0] } ?? [] }
    return elements.compactMap { FaultRule.read($0, collector) }
  }
}
