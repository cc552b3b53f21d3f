public import OData

extension JSON {
  /// JSON for people: two spaces for each level, short values on one line.
  public var indentedText: String { indented(level: 0) + "\n" }

  private static let lineMax = 120

  private func indented(level: Int) -> String {
    let line = text
    let inner = String(repeating: "  ", count: level + 1)
    let outer = String(repeating: "  ", count: level)
    switch self {
    case .array(let elements) where !elements.isEmpty && line.count + level * 2 > Self.lineMax:
      return "[\n" + elements.map { inner + $0.indented(level: level + 1) }.joined(separator: ",\n") + "\n\(outer)]"
    case .object(let object) where !object.members.isEmpty && (level == 0 || line.count + level * 2 > Self.lineMax):
      let members = object.members.map { "\(inner)\(JSON.string($0.name).text): \($0.value.indented(level: level + 1))" }
      return "{\n" + members.joined(separator: ",\n") + "\n\(outer)}"
    default: return line
    }
  }
}
