import Ambient
import OData
import StrictYAML

/// How a generator makes the values of a column.
enum GeneratedValue: Sendable {
  /// The same for each row, apart from `${number}`.
  case value(Literal)
  /// `{numbered: C-001}`: C-001, C-002, …
  case numbered(prefix: String, first: Int, width: Int)
  /// `{inTurn: [a, b]}`: a, b, a, b, …
  case inTurn([Literal])
  /// `{draw: [a, b]}`: one of them, as the seed has it.
  case draw([Literal])
  /// `{between: [1, 100], decimals: 2}`: a number from one to the other, as the seed has it.
  case between(ExactDecimal, steps: Int, decimals: Int)

  static let forms = ["numbered", "inTurn", "draw", "between"]
  private static let decimalsMax = 6
  private static let digitsMax = 9

  init?(_ yaml: YAML, _ collector: DiagnosticCollector) {
    guard case .map(let members, _) = yaml, let form = members.first(where: { Self.forms.contains($0.key.text) })?.key.text else {
      self = .value(Literal(yaml, collector))
      return
    }
    let keys = form == "between" ? [form, "decimals"] : [form]
    guard let map = MapReader(yaml, what: "a generated value", keys: keys, collector) else { return nil }
    switch form {
    case "numbered":
      guard let text = map.requiredText(form) else { return nil }
      let digits = text.text.reversed().prefix { $0.isASCII && $0.isNumber }.count
      guard (1...Self.digitsMax).contains(digits), let first = Int(text.text.suffix(digits)) else {
        collector.report(text.position, "'\(text.text)' must end in the first number, such as C-001")
        return nil
      }
      self = .numbered(prefix: String(text.text.dropLast(digits)), first: first, width: digits)
    case "between":
      let decimals = map.integer("decimals") ?? 0
      let bounds = map.texts(form).compactMap { ExactDecimal($0.text)?.rounded(to: max(0, min(decimals, Self.decimalsMax))) }
      guard (0...Self.decimalsMax).contains(decimals), bounds.count == 2, bounds[0] <= bounds[1],
        let steps = Int(((bounds[1] - bounds[0]) * ExactDecimal(Self.power(decimals))).rounded(to: 0).description), steps < .max
      else {
        collector.report(
          map.keyPosition(form), "'between' is a list of two numbers, the smaller first, with 0 to \(Self.decimalsMax) decimals")
        return nil
      }
      self = .between(bounds[0], steps: steps, decimals: decimals)
    default:
      let values = map.list(form).map { Literal($0, collector) }
      guard !values.isEmpty else {
        collector.report(map.keyPosition(form), "'\(form)' needs a list of values")
        return nil
      }
      self = form == "draw" ? .draw(values) : .inTurn(values)
    }
  }

  func json(_ index: Int, _ names: some Names, _ draws: inout SeededGenerator) throws -> JSON {
    switch self {
    case .value(let literal): return try literal.json(names)
    case .numbered(let prefix, let first, let width):
      let number = String(first + index)
      return .string(prefix + String(repeating: "0", count: max(0, width - number.count)) + number)
    case .inTurn(let values): return try values[index % values.count].json(names)
    case .draw(let values): return try values[draws.next(below: values.count)].json(names)
    case .between(let low, let steps, let decimals):
      let step = ExactDecimal(draws.next(below: steps + 1))
      // A tenth, a hundredth …: exact, as division need not be.
      let unit = decimals == 0 ? ExactDecimal(1) : ExactDecimal("0." + String(repeating: "0", count: decimals - 1) + "1") ?? .zero
      return .number((low + step * unit).rounded(to: decimals))
    }
  }

  private static func power(_ decimals: Int) -> Int { (0..<max(0, decimals)).reduce(1) { power, _ in power * 10 } }
}
