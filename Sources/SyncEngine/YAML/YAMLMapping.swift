import Yams

/// Strict access to a YAML mapping: a key nobody asked for is an error with its place and, where one is near, a suggestion.
struct YAMLMapping {
  let file: String
  let node: Node
  private let pairs: [(key: String, keyNode: Node, value: Node)]

  /// - Throws: `YAMLError` where the node is no mapping or has a key outside `keys`.
  init(_ node: Node, file: String, keys: [String]?) throws {
    self.file = file
    self.node = node
    guard let mapping = node.mapping else { throw YAMLMapping.error(node, file, "expected a mapping") }
    pairs = mapping.map { ($0.key.string ?? "", $0.key, $0.value) }
    for (key, keyNode, _) in pairs {
      if let keys, !keys.contains(key) {
        let near = keys.min { key.editDistance(to: $0) < key.editDistance(to: $1) }.flatMap { key.editDistance(to: $0) <= 3 ? $0 : nil }
        let hint = near.map { "; did you mean '\($0)'?" } ?? "; known are \(keys.joined(separator: ", "))"
        throw YAMLMapping.error(keyNode, file, "unknown key '\(key)'\(hint)")
      }
      if pairs.filter({ $0.key == key }).count > 1 { throw YAMLMapping.error(keyNode, file, "the key '\(key)' is given twice") }
    }
  }

  /// The whole document as one node.
  /// - Throws: `YAMLError`
  static func document(_ text: String, file: String) throws -> Node {
    do {
      guard let node = try Yams.compose(yaml: text) else { throw YAMLError(file: file, line: 1, column: 1, message: "the file is empty") }
      return node
    } catch let error as Yams.YamlError {
      throw YAMLError(file: file, line: 0, column: 0, message: "\(error)")
    }
  }

  static func error(_ node: Node, _ file: String, _ message: String) -> YAMLError {
    YAMLError(file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0, message: message)
  }

  func error(_ message: String, at key: String? = nil) -> YAMLError {
    let place = key.flatMap { name in pairs.first { $0.key == name }?.value } ?? node
    return YAMLMapping.error(place, file, message)
  }

  func value(_ key: String) -> Node? { pairs.first { $0.key == key }?.value }

  /// Key and value of every member, in the order of the file.
  var members: [(key: String, value: Node)] { pairs.map { ($0.key, $0.value) } }

  /// The text of a scalar, whatever YAML would make of it: `10`, `Yes` and `true` stay as written.
  func text(_ key: String) throws -> String? {
    guard let value = value(key) else { return nil }
    guard let scalar = value.scalar else { throw YAMLMapping.error(value, file, "'\(key)' must be a single value") }
    return scalar.string
  }

  func requiredText(_ key: String) throws -> String {
    guard let text = try text(key) else { throw error("'\(key)' is missing") }
    return text
  }

  func flag(_ key: String) throws -> Bool {
    switch try text(key) {
    case nil, "false", "no": false
    case "true", "yes": true
    case let other?: throw error("'\(key)' must be true or false, not '\(other)'", at: key)
    }
  }

  func list(_ key: String) throws -> [Node] {
    guard let value = value(key) else { return [] }
    guard let sequence = value.sequence else { throw YAMLMapping.error(value, file, "'\(key)' must be a list") }
    return Array(sequence)
  }

  func texts(_ key: String) throws -> [String] {
    try list(key).map {
      guard let scalar = $0.scalar else { throw YAMLMapping.error($0, file, "'\(key)' must be a list of texts") }
      return scalar.string
    }
  }

  /// A mapping of text to text, such as a value map.
  func textMap(_ key: String) throws -> [String: String] {
    guard let value = value(key) else { return [:] }
    let inner = try YAMLMapping(value, file: file, keys: nil)
    var result: [String: String] = [:]
    for (key, value) in inner.members {
      guard let scalar = value.scalar else { throw YAMLMapping.error(value, file, "'\(key)' must be a single value") }
      result[key] = scalar.string
    }
    return result
  }
}
