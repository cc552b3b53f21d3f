/// One mapping of a file, read strictly: every key must be known, every value of the right kind.
public struct MapReader {
  /// What is being read, for messages: `step`, `scenario`.
  public let what: String
  public let position: SourcePosition
  public let members: [(key: YAML.Scalar, value: YAML)]
  public let collector: DiagnosticCollector
  /// Keys that unknown ones were probably meant to be: they are not missed on top of that.
  private var meant: Set<String> = []

  /// Reports keys that are not among `keys`, and everything when the value is no mapping (`nil` then).
  /// - Parameter keys: `nil` for a mapping whose keys are names of the writer's choice.
  public init?(_ yaml: YAML, what: String, keys: [String]?, _ collector: DiagnosticCollector) {
    guard case .map(let members, let position) = yaml else {
      let known = keys.map { "; its keys: \($0.joined(separator: ", "))" } ?? ""
      collector.report(yaml.position, "\(what) must be a mapping, not \(yaml.kind)\(known)")
      return nil
    }
    self.what = what
    self.position = position
    self.members = members
    self.collector = collector
    guard let keys else { return }
    for (key, _) in members where !keys.contains(key.text) {
      collector.report(key.position, "unknown key '\(key.text)' in \(what)\(Self.hint(key.text, keys))")
      if let near = Suggestion.nearest(to: key.text, among: keys) { meant.insert(near) }
    }
  }

  private static func hint(_ key: String, _ keys: [String]) -> String {
    let phrase = Suggestion.phrase(for: key, among: keys)
    return phrase.isEmpty ? "; known keys: \(keys.joined(separator: ", "))" : phrase
  }

  public func report(_ position: SourcePosition, _ message: String) { collector.report(position, message) }

  public func has(_ key: String) -> Bool { members.contains { $0.key.text == key } }
  public func value(_ key: String) -> YAML? { members.first { $0.key.text == key }?.value }
  public func keyPosition(_ key: String) -> SourcePosition { members.first { $0.key.text == key }?.key.position ?? position }

  /// The value of a key that must be there.
  public func required(_ key: String) -> YAML? {
    if let value = value(key) { return value }
    if !meant.contains(key) { report(position, "\(what) needs the key '\(key)'") }
    return nil
  }

  /// Text of a key; `nil` when it is not there or, reported, not text.
  public func text(_ key: String) -> YAML.Scalar? { value(key).flatMap { scalar($0, key) } }

  public func requiredText(_ key: String) -> YAML.Scalar? { required(key).flatMap { scalar($0, key) } }

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

  public func integer(_ key: String) -> Int? {
    guard let scalar = text(key) else { return nil }
    guard let number = Int(scalar.text) else {
      report(scalar.position, "'\(key)' in \(what) must be a whole number, not '\(scalar.text)'")
      return nil
    }
    return number
  }

  public func flag(_ key: String) -> Bool? {
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
  public func texts(_ key: String) -> [YAML.Scalar] {
    guard let yaml = value(key) else { return [] }
    switch yaml {
    case .scalar: return scalar(yaml, key).map { [$0] } ?? []
    case .list(let elements, _): return elements.compactMap { scalar($0, key) }
    case .map:
      report(yaml.position, "'\(key)' in \(what) must be a list of texts, not \(yaml.kind)")
      return []
    }
  }

  /// A mapping of names to texts, in the order of the file; empty texts are allowed.
  public func textMap(_ key: String) -> [(key: YAML.Scalar, value: YAML.Scalar)] {
    guard let yaml = value(key) else { return [] }
    guard case .map(let members, _) = yaml else {
      report(yaml.position, "'\(key)' in \(what) must be a mapping, not \(yaml.kind)")
      return []
    }
    return members.compactMap { name, value in
      guard case .scalar(let text) = value else {
        report(value.position, "'\(name.text)' in '\(key)' must be text, not \(value.kind)")
        return nil
      }
      return (name, text)
    }
  }

  public func list(_ key: String) -> [YAML] {
    guard let yaml = value(key) else { return [] }
    guard case .list(let elements, _) = yaml else {
      report(yaml.position, "'\(key)' in \(what) must be a list, not \(yaml.kind)")
      return []
    }
    return elements
  }

  /// One of a few words.
  public func word(_ key: String, among words: [String]) -> String? {
    guard let scalar = text(key) else { return nil }
    if words.contains(scalar.text) { return scalar.text }
    report(scalar.position, "'\(scalar.text)' is not a value of '\(key)'\(Self.hint(scalar.text, words))")
    return nil
  }
}
