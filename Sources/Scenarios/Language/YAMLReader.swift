/// Where readers of a file leave their complaints, so that one pass finds them all.
final class DiagnosticCollector {
  private(set) var diagnostics: [Diagnostic] = []

  /// More than a person reads in one go; the rest would mostly be consequences.
  static let countMax = 100

  func report(_ position: SourcePosition, _ message: String) {
    if diagnostics.count < Self.countMax { diagnostics.append(Diagnostic(position, message)) }
  }

  /// - Throws: `MalformedFile` when anything was reported.
  func throwIfAny() throws(MalformedFile) {
    guard !diagnostics.isEmpty else { return }
    throw MalformedFile(diagnostics.sorted { ($0.position.line, $0.position.column) < ($1.position.line, $1.position.column) })
  }
}

/// One mapping of a file, read strictly: every key must be known, every value of the right kind.
struct MapReader {
  /// What is being read, for messages: `step`, `scenario`.
  let what: String
  let position: SourcePosition
  let members: [(key: YAML.Scalar, value: YAML)]
  let collector: DiagnosticCollector

  /// Reports keys that are not among `keys`, and everything when the value is no mapping (`nil` then).
  init?(_ yaml: YAML, what: String, keys: [String], _ collector: DiagnosticCollector) {
    guard case .map(let members, let position) = yaml else {
      collector.report(yaml.position, "\(what) must be a mapping, not \(yaml.kind); its keys: \(keys.joined(separator: ", "))")
      return nil
    }
    self.what = what
    self.position = position
    self.members = members
    self.collector = collector
    for (key, _) in members where !keys.contains(key.text) {
      collector.report(key.position, "unknown key '\(key.text)' in \(what)\(Self.hint(key.text, keys))")
    }
  }

  private static func hint(_ key: String, _ keys: [String]) -> String {
    let phrase = Suggestion.phrase(for: key, among: keys)
    return phrase.isEmpty ? "; known keys: \(keys.joined(separator: ", "))" : phrase
  }

  func report(_ position: SourcePosition, _ message: String) { collector.report(position, message) }

  func has(_ key: String) -> Bool { members.contains { $0.key.text == key } }
  func value(_ key: String) -> YAML? { members.first { $0.key.text == key }?.value }
  func keyPosition(_ key: String) -> SourcePosition { members.first { $0.key.text == key }?.key.position ?? position }

  /// The value of a key that must be there.
  func required(_ key: String) -> YAML? {
    if let value = value(key) { return value }
    report(position, "\(what) needs the key '\(key)'")
    return nil
  }

  /// Text of a key; `nil` when it is not there or, reported, not text.
  func text(_ key: String) -> YAML.Scalar? { value(key).flatMap { scalar($0, key) } }

  func requiredText(_ key: String) -> YAML.Scalar? { required(key).flatMap { scalar($0, key) } }

  private func scalar(_ yaml: YAML, _ key: String) -> YAML.Scalar? {
    guard case .scalar(let scalar) = yaml else {
      report(yaml.position, "'\(key)' in \(what) must be text, not \(yaml.kind)")
      return nil
    }
    guard scalar.isQuoted || !scalar.text.isEmpty else {
      report(scalar.position, "'\(key)' in \(what) is empty")
      return nil
    }
    return scalar
  }

  func integer(_ key: String) -> Int? {
    guard let scalar = text(key) else { return nil }
    guard let number = Int(scalar.text) else {
      report(scalar.position, "'\(key)' in \(what) must be a whole number, not '\(scalar.text)'")
      return nil
    }
    return number
  }

  func flag(_ key: String) -> Bool? {
    guard let scalar = text(key) else { return nil }
    switch scalar.text {
    case "true", "yes": return true
    case "false", "no": return false
    default:
      report(scalar.position, "'\(key)' in \(what) must be true or false, not '\(scalar.text)'")
      return nil
    }
  }

  /// A list of texts; a single text counts as a list of one.
  func texts(_ key: String) -> [YAML.Scalar] {
    guard let yaml = value(key) else { return [] }
    switch yaml {
    case .scalar: return scalar(yaml, key).map { [$0] } ?? []
    case .list(let elements, _): return elements.compactMap { scalar($0, key) }
    case .map:
      report(yaml.position, "'\(key)' in \(what) must be a list of texts, not \(yaml.kind)")
      return []
    }
  }

  func list(_ key: String) -> [YAML] {
    guard let yaml = value(key) else { return [] }
    guard case .list(let elements, _) = yaml else {
      report(yaml.position, "'\(key)' in \(what) must be a list, not \(yaml.kind)")
      return []
    }
    return elements
  }

  /// One of a few words.
  func word(_ key: String, among words: [String]) -> String? {
    guard let scalar = text(key) else { return nil }
    if words.contains(scalar.text) { return scalar.text }
    report(scalar.position, "'\(scalar.text)' is not a value of '\(key)'\(Self.hint(scalar.text, words))")
    return nil
  }
}
