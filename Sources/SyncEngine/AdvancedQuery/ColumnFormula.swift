import OData

/// A column expression laid out for rows: columns by their place among the values of a row.
indirect enum ColumnFormula: Sendable {
  case constant(JSON)
  case slot(Int)
  case comparison(ComparisonOperator, ColumnFormula, ColumnFormula)
  case and(ColumnFormula, ColumnFormula)
  case or(ColumnFormula, ColumnFormula)
  case not(ColumnFormula)
  case arithmetic(ArithmeticOperator, ColumnFormula, ColumnFormula)
  case negate(ColumnFormula)
  case `in`(ColumnFormula, [ColumnFormula])
  case call(ColumnFunction, [ColumnFormula])
  case choice([(condition: ColumnFormula, value: ColumnFormula)])

  /// Characters a worked-out text may have.
  static let textMax = 4_000

  /// - Throws: `TooLong` as soon as a text grows beyond the limit.
  func value(_ row: [JSON]) throws(TooLong) -> JSON {
    switch self {
    case .constant(let value): return value
    case .slot(let index): return row[index]
    case .comparison(let operation, let a, let b): return .bool(Self.holds(operation, try a.value(row), try b.value(row)))
    case .and(let a, let b):
      guard try a.isTrue(row) else { return false }
      return .bool(try b.isTrue(row))
    case .or(let a, let b):
      if try a.isTrue(row) { return true }
      return .bool(try b.isTrue(row))
    case .not(let a): return .bool(!(try a.isTrue(row)))
    case .arithmetic(let operation, let a, let b):
      guard let left = BoundedNumber.of(try a.value(row)), let right = BoundedNumber.of(try b.value(row)) else { return .null }
      return BoundedNumber.apply(operation, left, right).map { .number($0) } ?? .null
    case .negate(let a): return BoundedNumber.of(try a.value(row)).map { .number(-$0) } ?? .null
    case .in(let a, let list):
      let value = try a.value(row)
      for item in list { if Self.holds(.eq, value, try item.value(row)) { return true } }
      return false
    case .call(let function, let arguments):
      var values: [JSON] = []
      for argument in arguments { values.append(try argument.value(row)) }
      let result = function.applied(to: values)
      if let text = result.stringValue, text.utf8.count > Self.textMax, text.count > Self.textMax { throw TooLong() }
      return result
    case .choice(let branches):
      for branch in branches where try branch.condition.isTrue(row) { return try branch.value.value(row) }
      return .null
    }
  }

  struct TooLong: Error {}

  /// Null is not true.
  private func isTrue(_ row: [JSON]) throws(TooLong) -> Bool { try value(row).boolValue ?? false }

  /// Texts compare without regard to case, moments by instant; what cannot be compared is unequal, and neither is the greater.
  private static func holds(_ operation: ComparisonOperator, _ a: JSON, _ b: JSON) -> Bool {
    let order = order(a, b)
    return switch operation {
    case .eq: order == 0
    case .ne: order != 0
    case .lt: order.map { $0 < 0 } ?? false
    case .le: order.map { $0 <= 0 } ?? false
    case .gt: order.map { $0 > 0 } ?? false
    case .ge: order.map { $0 >= 0 } ?? false
    case .has: false
    }
  }

  private static func order(_ a: JSON, _ b: JSON) -> Int? {
    func sign<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : a == b ? 0 : 1 }
    switch (a, b) {
    case (.null, .null): return 0
    case (.number(let a), .number(let b)): return sign(a, b)
    case (.bool(let a), .bool(let b)): return sign(a ? 1 : 0, b ? 1 : 0)
    case (.string(let a), .string(let b)):
      if let a = moment(a), let b = moment(b) { return sign(a, b) }
      return sign(a.lowercased(), b.lowercased())
    default: return nil
    }
  }

  private static func moment(_ text: String) -> Timestamp? {
    guard text.utf8.count >= 10, text.utf8.first.map({ (0x30...0x39).contains($0) }) == true else { return nil }
    return Timestamp(text) ?? CalendarDate(text).map { Timestamp(date: $0) }
  }
}
