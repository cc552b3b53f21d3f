import OData
import StrictYAML

extension YAML {
  /// A value of Swift as a scenario file would hold it; all of it stands at one place.
  init(_ json: JSON, at position: SourcePosition) {
    func scalar(_ text: String, isQuoted: Bool) -> YAML { .scalar(Scalar(text: text, isQuoted: isQuoted, position: position)) }
    switch json {
    case .null: self = scalar("null", isQuoted: false)
    case .bool(let flag): self = scalar(flag ? "true" : "false", isQuoted: false)
    case .number(let number): self = scalar(number.description, isQuoted: false)
    case .string(let text): self = scalar(text, isQuoted: true)
    case .array(let elements): self = .list(elements.map { YAML($0, at: position) }, position)
    case .object(let object):
      self = .map(
        object.members.map { (Scalar(text: $0.name, isQuoted: false, position: position), YAML($0.value, at: position)) }, position)
    }
  }
}
