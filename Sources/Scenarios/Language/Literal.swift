import OData
import StrictYAML

/// A value as a scenario writes it: a constant, a text with `${…}` in it, a list or a mapping.
indirect enum Literal: Sendable {
  case scalar(Interpolation)
  case list([Literal], SourcePosition)
  case map([(key: YAML.Scalar, value: Literal)], SourcePosition)

  var position: SourcePosition {
    switch self {
    case .scalar(let text): text.position
    case .list(_, let position), .map(_, let position): position
    }
  }

  init(_ yaml: YAML, _ collector: DiagnosticCollector) {
    switch yaml {
    case .scalar(let scalar): self = .scalar(Interpolation(scalar, collector))
    case .list(let elements, let position): self = .list(elements.map { Literal($0, collector) }, position)
    case .map(let members, let position): self = .map(members.map { ($0.key, Literal($0.value, collector)) }, position)
    }
  }

  /// The JSON of it. `type` is the property it is for: `1` becomes text for a text property and a number for a number.
  /// - Throws: `ScenarioFailure` for a capture that is not there.
  func json(_ names: some Names, as type: EdmType? = nil) throws -> JSON {
    switch self {
    case .scalar(let text): return try text.json(names, as: type)
    case .list(let elements, _): return .array(try elements.map { try $0.json(names, as: type) })
    case .map(let members, _):
      return .object(JSONObject(try members.map { .init($0.key.text, try $0.value.json(names)) }))
    }
  }

  /// The references it makes to captures.
  var references: [(name: String, position: SourcePosition)] {
    switch self {
    case .scalar(let text): text.references.map { ($0, text.position) }
    case .list(let elements, _): elements.flatMap(\.references)
    case .map(let members, _): members.flatMap(\.value.references)
    }
  }
}

/// A text in which `${expression}` stands for a value. `$${` writes a literal `${`.
struct Interpolation: Sendable {
  enum Segment: Hashable, Sendable {
    case text(String)
    case expression(ValueExpression)
  }

  let segments: [Segment]
  let isQuoted: Bool
  let position: SourcePosition

  init(_ scalar: YAML.Scalar, _ collector: DiagnosticCollector) {
    isQuoted = scalar.isQuoted
    position = scalar.position
    var segments: [Segment] = []
    var text = ""
    var rest = scalar.text[...]
    while let dollar = rest.firstIndex(of: "$") {
      text += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        text += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${") {
        guard let end = rest.firstIndex(of: "}") else {
          collector.report(scalar.position, "'${' is never closed by '}' in '\(scalar.text.prefix(60))'; write $${ for a literal ${")
          break
        }
        do {
          let expression = try ValueExpression(rest[rest.index(rest.startIndex, offsetBy: 2)..<end])
          if !text.isEmpty { segments.append(.text(text)) }
          text = ""
          segments.append(.expression(expression))
        } catch {
          let expression = rest[..<end].prefix(60)
          let message = error.message.contains("${") ? error.message : "\(error.message) in '\(expression)}'"
          collector.report(scalar.position, message)
        }
        rest = rest[rest.index(after: end)...]
      } else {
        text.append("$")
        rest = rest.dropFirst()
      }
    }
    text += rest
    if !text.isEmpty || segments.isEmpty { segments.append(.text(text)) }
    self.segments = segments
  }

  var references: [String] {
    segments.flatMap { segment -> [String] in
      if case .expression(let expression) = segment { expression.references } else { [] }
    }
  }

  /// The one capture this is, whole: `${order}`.
  var wholeReference: String? {
    if segments.count == 1, case .expression(.reference(let path)) = segments[0], path.count == 1 { path[0] } else { nil }
  }

  /// The text, every expression replaced by its bare value.
  func text(_ names: some Names) throws -> String {
    var result = ""
    for segment in segments {
      switch segment {
      case .text(let text): result += text
      case .expression(let expression): result += try expression.evaluate(names, at: position).bareText
      }
    }
    return result
  }

  func json(_ names: some Names, as type: EdmType?) throws -> JSON {
    if segments.count == 1 {
      switch segments[0] {
      case .expression(let expression): return try expression.evaluate(names, at: position).fitted(to: type)
      case .text(let text): return isQuoted ? JSON.string(text).fitted(to: type) : Self.plain(text, as: type)
      }
    }
    return .string(try text(names))
  }

  /// What an unquoted word means: null, a boolean, a number, or text; a text property takes every word as text.
  static func plain(_ text: String, as type: EdmType?) -> JSON {
    if text.isEmpty || text == "null" || text == "~" { return .null }
    switch type {
    case .string, .enumeration, .guid, .date, .dateTimeOffset: return .string(text)
    default: break
    }
    switch text {
    case "true": return true
    case "false": return false
    default: return ExactDecimal(text).map { .number($0) } ?? .string(text)
    }
  }
}

extension JSON {
  /// The value in the JSON form its property wants: numbers become text for a text property.
  func fitted(to type: EdmType?) -> JSON {
    if type == .string, case .number(let number) = self { return .string(number.description) }
    return self
  }
}
