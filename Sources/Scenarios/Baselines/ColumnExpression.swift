import OData
import StrictYAML

/// How a property of a load gets its value from a row of the file.
struct ColumnExpression: Sendable {
  indirect enum Form: Sendable {
    /// The text of a column.
    case column(String)
    case constant(Literal)
    /// A text with `${Column}` in it.
    case text([TextPart])
    case arithmetic(Arithmetic, [Operand])
    /// A day in the given pattern.
    case date(column: String, pattern: DatePattern)
    /// Points a lookup at the record whose properties have these values; `target` names the table where a lookup has several.
    case bind(target: String?, key: [BindPart])
    /// 1, 2, 3 … among the rows with the same value in a column.
    case counter(column: String)
  }

  /// One property of the record a lookup points at; `nil` for its business key.
  struct BindPart: Sendable {
    let property: String?
    let source: Source

    enum Source: Sendable {
      case column(String)
      case constant(String)
    }
  }

  enum TextPart: Hashable, Sendable {
    case text(String)
    case column(String)
  }

  enum Arithmetic: String, Sendable, CaseIterable { case product, sum, difference }

  enum Operand: Hashable, Sendable {
    case column(String)
    case number(ExactDecimal)
  }

  let form: Form
  let position: SourcePosition
  /// What values are replaced by.
  var valueMap: [String: String]?
  /// Whether a value that is not in the map stays as it is; else its row is bad.
  var keepsOthers = false
  /// What an empty value becomes, and a value that is not in the map.
  var fallback: String?
  /// Decimals of a computed number, half away from zero.
  var decimals: Int?

  static let keys = [
    "column", "constant", "text", "product", "sum", "difference", "date", "bind", "counter", "map", "default", "otherwise", "format",
    "round", "to",
  ]
  private static let forms = ["column", "constant", "text", "product", "sum", "difference", "date", "bind", "counter"]

  private init(_ form: Form, _ position: SourcePosition) {
    self.form = form
    self.position = position
  }

  static func constant(_ yaml: YAML, _ context: ReadingContext) -> ColumnExpression {
    ColumnExpression(.constant(Literal(yaml, context.collector)), yaml.position)
  }

  /// The column of the same name.
  static func same(_ column: String, _ position: SourcePosition) -> ColumnExpression { ColumnExpression(.column(column), position) }

  static func bind(_ column: String, property: String?, _ position: SourcePosition) -> ColumnExpression {
    ColumnExpression(.bind(target: nil, key: [BindPart(property: property, source: .column(column))]), position)
  }

  /// The record with this business key: `ea`, or these properties: `{name: ea}`.
  static func constantBind(_ yaml: YAML, _ context: ReadingContext) -> ColumnExpression? {
    switch yaml {
    case .scalar(let scalar):
      return ColumnExpression(.bind(target: nil, key: [BindPart(property: nil, source: .constant(scalar.text))]), scalar.position)
    case .map(let members, let position):
      let key = members.compactMap { property, value -> BindPart? in
        if case .scalar(let scalar) = value { BindPart(property: property.text, source: .constant(scalar.text)) } else { nil }
      }
      return ColumnExpression(.bind(target: nil, key: key), position)
    case .list(_, let position):
      context.report(position, "a lookup points at one record, not at a list")
      return nil
    }
  }

  init?(_ yaml: YAML, _ context: ReadingContext) {
    if case .scalar(let scalar) = yaml {
      self.init(.column(scalar.text), scalar.position)
      return
    }
    guard let map = MapReader(yaml, what: "column", keys: Self.keys, context.collector) else { return nil }
    let given = Self.forms.filter(map.has)
    guard given.count == 1, let word = given.first, let form = Self.form(word, map, context) else {
      if given.count != 1 { context.report(map.position, "a column needs exactly one of: \(Self.forms.joined(separator: ", "))") }
      return nil
    }
    self.init(form, map.position)
    fallback = map.text("default")?.text ?? (map.has("default") ? "" : nil)
    keepsOthers = map.word("otherwise", among: ["same"]) == "same"
    decimals = map.integer("round")
    if let decimals, !(0...10).contains(decimals) { context.report(map.keyPosition("round"), "'round' is 0 to 10 decimals") }
    if let yaml = map.value("map") {
      guard case .map(let members, _) = yaml else {
        context.report(yaml.position, "'map' must be a mapping of values, not \(yaml.kind)")
        return nil
      }
      valueMap = [:]
      for (from, to) in members { if case .scalar(let scalar) = to { valueMap?[from.text] = scalar.text } }
    }
  }

  private static func form(_ word: String, _ map: MapReader, _ context: ReadingContext) -> Form? {
    switch word {
    case "column": return map.text("column").map { .column($0.text) }
    case "constant": return map.value("constant").map { .constant(Literal($0, context.collector)) }
    case "counter": return map.text("counter").map { .counter(column: $0.text) }
    case "text": return map.text("text").map { .text(parts($0, context)) }
    case "date":
      guard let column = map.text("date"), let format = map.requiredText("format") else { return nil }
      guard let pattern = DatePattern(format.text) else {
        context.report(format.position, "'\(format.text)' is no date format; write one of d, dd, M, MM, yyyy each once, such as M/d/yyyy")
        return nil
      }
      return .date(column: column.text, pattern: pattern)
    case "bind":
      let target = map.text("to")?.text
      guard let yaml = map.value("bind") else { return nil }
      switch yaml {
      case .scalar(let scalar): return .bind(target: target, key: [BindPart(property: nil, source: .column(scalar.text))])
      case .map(let members, _):
        return .bind(
          target: target,
          key: members.compactMap { property, value in
            if case .scalar(let scalar) = value { BindPart(property: property.text, source: .column(scalar.text)) } else { nil }
          })
      case .list(_, let position):
        context.report(position, "'bind' is a column or a mapping of the target's properties to columns")
        return nil
      }
    default:
      guard let arithmetic = Arithmetic(rawValue: word) else { return nil }
      let operands = map.texts(word).map { scalar in ExactDecimal(scalar.text).map { Operand.number($0) } ?? .column(scalar.text) }
      if operands.count < 2 { context.report(map.keyPosition(word), "'\(word)' needs at least two columns or numbers") }
      return .arithmetic(arithmetic, operands)
    }
  }

  private static func parts(_ scalar: YAML.Scalar, _ context: ReadingContext) -> [TextPart] {
    Interpolation(scalar, context.collector).segments.map { segment in
      switch segment {
      case .text(let text): .text(text)
      case .expression(let expression): .column(expression.description)
      }
    }
  }

  /// The columns it reads, for checking them against the file.
  var columns: [String] {
    switch form {
    case .column(let column), .date(let column, _), .counter(let column): [column]
    case .constant: []
    case .text(let parts): parts.compactMap { if case .column(let column) = $0 { column } else { nil } }
    case .arithmetic(_, let operands): operands.compactMap { if case .column(let column) = $0 { column } else { nil } }
    case .bind(_, let key): key.compactMap { if case .column(let column) = $0.source { column } else { nil } }
    }
  }
}

/// A pattern of a day: `M/d/yyyy`, `dd.MM.yyyy`.
struct DatePattern: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case year, month, day
    case literal(Character)
  }

  private let parts: [Part]

  init?(_ text: String) {
    var parts: [Part] = []
    var rest = text[...]
    while let first = rest.first {
      let run = rest.prefix { $0 == first }
      switch (first, run.count) {
      case ("y", 4): parts.append(.year)
      case ("M", 1), ("M", 2): parts.append(.month)
      case ("d", 1), ("d", 2): parts.append(.day)
      case (let letter, _) where letter.isLetter: return nil
      default: parts += run.map { .literal($0) }
      }
      rest = rest.dropFirst(run.count)
    }
    guard parts.count(where: { $0 == .year }) == 1, parts.count(where: { $0 == .month }) == 1, parts.count(where: { $0 == .day }) == 1
    else {
      return nil
    }
    self.parts = parts
  }

  /// The day a text names; `nil` when it does not fit or there is no such day. What follows the day after a blank, such as
  /// midnight, is not looked at.
  func date(_ text: String) -> CalendarDate? {
    var (year, month, day) = (0, 0, 0)
    var rest = text[...]
    for part in parts {
      if case .literal(let character) = part {
        guard rest.first == character else { return nil }
        rest = rest.dropFirst()
        continue
      }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(digits), digits.count <= 4 else { return nil }
      rest = rest.dropFirst(digits.count)
      switch part {
      case .year: year = number
      case .month: month = number
      default: day = number
      }
    }
    guard rest.isEmpty || rest.first == " " || rest.first == "T" else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }
}
