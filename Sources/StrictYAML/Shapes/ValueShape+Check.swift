extension MapShape {
  /// Reports everything in which a file is not of this shape, with its place.
  public func check(_ yaml: YAML, _ collector: DiagnosticCollector) {
    if isConfidential, case .scalar(let text) = yaml {
      collector.report(text.position, "\(what) must be a mapping; its keys: \(keyNames.joined(separator: ", "))")
      return
    }
    guard let map = MapReader(yaml, what: what, keys: keyNames, collector) else { return }
    for key in keys {
      if let value = map.value(key.name) {
        key.shape.check(value, key: key.name, in: map)
      } else if key.isRequired {
        _ = map.required(key.name)
      }
    }
    guard !oneOf.isEmpty else { return }
    let given = oneOf.filter { map.has($0) }
    if given.count != 1 {
      let found = given.isEmpty ? "there is none" : "not \(given.joined(separator: " and "))"
      map.report(map.position, "\(what) needs one of \(oneOf.joined(separator: ", ")); \(found)")
    }
  }
}

extension ValueShape {
  fileprivate func check(_ yaml: YAML, key: String, in map: MapReader) {
    switch self {
    case .text: _ = map.text(key)
    case .anyText:
      if case .scalar = yaml { return }
      map.report(yaml.position, "'\(key)' in \(map.what) must be text, not \(yaml.kind)")
    case .form(let pattern, let what):
      guard let text = map.text(key), !Self.matches(text.text, pattern) else { return }
      map.report(text.position, "'\(text.text)' is no '\(key)'; write \(what)")
    case .flag: _ = map.flag(key)
    case .wholeNumber(let range):
      guard let number = map.integer(key), !range.contains(number) else { return }
      map.report(yaml.position, "'\(key)' in \(map.what) must be from \(range.lowerBound) to \(range.upperBound), not \(number)")
    case .word(let words): _ = map.word(key, among: words)
    case .texts: _ = map.texts(key)
    case .list(let element): for item in map.list(key) { element.checkElement(item, of: key, in: map) }
    case .names(let element):
      guard let names = MapReader(yaml, what: "'\(key)'", keys: nil, map.collector) else { return }
      for (name, value) in names.members { element.check(value, key: name.text, in: names) }
    case .map(let shape): shape.check(yaml, map.collector)
    case .secret:
      guard let text = map.text(key), !Self.matches(text.text, Self.secretPattern) else { return }
      map.report(
        text.position,
        "'\(key)' of \(map.what) must not stand in the file: keep it in an environment variable or in a file of its own, and write "
          + "env:NAME or file:PATH here")
    case .confidential: _ = map.text(key)
    }
  }

  /// An element of a list, which has no key of its own.
  private func checkElement(_ yaml: YAML, of key: String, in map: MapReader) {
    if case .map(let shape) = self { return shape.check(yaml, map.collector) }
    let name = YAML.Scalar(text: key, isQuoted: false, position: yaml.position)
    guard let alone = MapReader(.map([(name, yaml)], yaml.position), what: map.what, keys: nil, map.collector) else { return }
    check(yaml, key: key, in: alone)
  }

  private static func matches(_ text: String, _ pattern: String) -> Bool {
    guard let expression = try? Regex(pattern) else { preconditionFailure("a shape's pattern is no regular expression: \(pattern)") }
    return text.wholeMatch(of: expression) != nil
  }
}
