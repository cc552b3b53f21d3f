import OData
import SQLite

/// How the values of one column go into SQLite and come back. Works out once what depends on the column only.
///
/// A class, because a row of 250 columns asks 250 of them: handing out a copy would retain every name and list in it.
final class ColumnCodec: Sendable {
  /// What stands in the column, and so what it can be compared with.
  enum Kind: Hashable {
    case text
    case boolean
    /// A number times ten to the power of `scale`; whole numbers have scale 0.
    case number(scale: Int, limits: Limits)
    case guid
    case date
    case timestamp
    case enumeration(EnumType)
  }

  enum Limits: Hashable { case int32, int64, decimal }

  let column: TableSchema.Column
  let kind: Kind
  private let members: [(number: Int64, value: Value)]

  /// - Throws: `StoreError.invalidValue` for a type the store does not keep.
  init(_ column: TableSchema.Column, table: String) throws(StoreError) {
    self.column = column
    switch column.type {
    case .string: kind = .text
    case .boolean: kind = .boolean
    case .int32: kind = .number(scale: 0, limits: .int32)
    case .int64: kind = .number(scale: 0, limits: .int64)
    case .decimal:
      guard (0...18).contains(column.scale) else {
        throw .invalidValue(column: column.name, table: table, reason: "A decimal column keeps 0 to 18 decimals, not \(column.scale).")
      }
      kind = .number(scale: column.scale, limits: .decimal)
    case .guid: kind = .guid
    case .date: kind = .date
    case .dateTimeOffset: kind = .timestamp
    case .enumeration(let name):
      guard let enumeration = column.enumeration else {
        throw .invalidValue(column: column.name, table: table, reason: "The enumeration \(name) is not in the model.")
      }
      kind = .enumeration(enumeration)
    case .double, .binary:
      throw .invalidValue(
        column: column.name, table: table, reason: "The store keeps no \(column.type.qualifiedName(in: "")) columns.")
    }
    if case .enumeration(let type) = kind {
      members = type.members.map { ($0.value, .string($0.name)) }
    } else {
      members = []
    }
  }

  /// The column's type in a STRICT table.
  var sqlType: String {
    switch kind {
    case .text: "TEXT COLLATE \(textCollation)"
    case .guid: "BLOB"
    case .boolean, .number, .date, .timestamp, .enumeration: "INTEGER"
    }
  }

  /// The value as the column keeps it, so that what an insert answers is what a later read answers: decimals with the
  /// column's count of decimals, enumeration members by name.
  /// - Returns: `nil` when the value does not fit; `reason` tells why.
  func stored(_ value: Value) -> Value? {
    // Each branch says `true` or names its own optional: a bare `nil` in a conditional would be taken for `Value.null`.
    let fits: Bool
    switch (kind, value) {
    case (_, .null), (.text, .string), (.boolean, .bool), (.guid, .guid), (.date, .date), (.timestamp, .timestamp): fits = true
    case (.number(_, .int32), .int(let number)): fits = Int32(exactly: number) != nil
    case (.number(_, .int64), .int): fits = true
    case (.number(let scale, .decimal), .decimal(let number)):
      if number.scale != scale { return Self.scaled(number, scale) }
      fits = Int64(exactly: number.mantissa) != nil
    case (.number(let scale, .decimal), .int(let number)): return Self.scaled(ExactDecimal(number), scale)
    case (.number(_, .int32), .decimal(let number)):
      return number.exactInt64.flatMap { Int32(exactly: $0) }.map { Value.int(Int64($0)) }
    case (.number(_, .int64), .decimal(let number)): return number.exactInt64.map { Value.int($0) }
    case (.enumeration, .string): fits = members.contains { $0.value == value }
    case (.enumeration, .int(let number)): return members.first { $0.number == number }?.value
    default: fits = false
    }
    return fits ? Optional(value) : Optional<Value>.none
  }

  private static func scaled(_ number: ExactDecimal, _ scale: Int) -> Value? {
    number.scaledInt64(scale).map { Value.decimal(ExactDecimal(mantissa: Int128($0), scale: scale)) }
  }

  /// Whether two values are one and the same in this column, so that what was checked and bound for one holds for the
  /// other. Answers no where only a closer look could tell: texts that are equal may still differ in their bytes.
  ///
  /// Apart from any column, so that asking for each of 250 columns retains none of them.
  @inline(__always)
  static func isSame(_ value: Value, as other: Value, isEnumeration: Bool) -> Bool {
    switch (value, other) {
    case (.null, .null): true
    case (.string(let a), .string(let b)): a.utf8.isEmpty ? b.utf8.isEmpty : isEnumeration && a == b
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.decimal(let a), .decimal(let b)): a.scale == b.scale && a.mantissa == b.mantissa
    case (.guid(let a), .guid(let b)): a == b
    case (.date(let a), .date(let b)): a == b
    case (.timestamp(let a), .timestamp(let b)): a == b
    default: false
    }
  }

  var isEnumeration: Bool { if case .enumeration = kind { true } else { false } }

  /// Why `stored` refused a value.
  func reason(against value: Value) -> String {
    switch (kind, value) {
    case (.number(_, .int32), .int): "\(value) is not a 32-bit whole number."
    case (.number(let scale, .decimal), .decimal), (.number(let scale, .decimal), .int):
      "\(value) does not fit: the column keeps \(scale) decimals and 19 digits in all."
    case (.number, .decimal): "\(value) is not a whole number that fits."
    case (.enumeration(let type), _): "'\(value)' is not a member of \(type.name)."
    default: "'\(value)' is not \(kind.name)."
    }
  }

  /// Binds a value that `stored` has let through.
  func bind(_ value: Value, to statement: Statement, at index: Int) throws(SQLiteError) {
    switch value {
    case .null: try statement.bindNull(at: index)
    case .string(let text):
      if case .enumeration(let type) = kind {
        try statement.bind(type.value(of: text), at: index)
      } else {
        try statement.bind(text, at: index)
      }
    case .bool(let flag): try statement.bind(flag, at: index)
    case .int(let number): try statement.bind(number, at: index)
    case .decimal(let number): try statement.bind(Int64(truncatingIfNeeded: number.mantissa), at: index)
    case .guid(let guid): try bindGUID(guid, to: statement, at: index)
    case .date(let date): try statement.bind(Int64(date.days), at: index)
    case .timestamp(let moment): try statement.bind(moment.milliseconds, at: index)
    }
  }

  /// The value as it stands in an SQL text, comparing as the column does; `nil` for one that does not fit, and for GUIDs.
  func literal(_ value: Value) -> String? {
    guard let value = stored(value) else { return nil }
    switch value {
    case .null: return "NULL"
    case .string(let text):
      if case .enumeration(let type) = kind { return type.value(of: text).map(String.init) }
      // SQLite takes the collation of a column of a view from its expression.
      return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "' COLLATE \(textCollation)"
    case .bool(let flag): return flag ? "1" : "0"
    case .int(let number): return String(number)
    case .decimal(let number): return String(Int64(truncatingIfNeeded: number.mantissa))
    case .date(let date): return String(date.days)
    case .timestamp(let moment): return String(moment.milliseconds)
    case .guid: return nil
    }
  }

  func read(_ statement: Statement, _ position: Int) -> Value {
    let value = kind.reading.value(statement, position)
    guard case .enumeration = kind, case .int(let number) = value else { return value }
    return members.first { $0.number == number }?.value ?? value
  }
}

/// What has to be known of a column to read it, without a reference to anything: rows of hundreds of columns are read, and to keep a codec
/// for each takes longer than to read most of them.
enum ColumnReading {
  case text, boolean, integer, guid, date, timestamp
  case decimal(scale: Int)
  /// The number of the member.
  case member

  func value(_ statement: Statement, _ position: Int) -> Value {
    // Texts and GUIDs tell by themselves that they are null: one call into SQLite less for each.
    if case .text = self { return statement.optionalText(position).map { .string($0) } ?? Value.null }
    if case .guid = self { return readGUID(statement, position).map { .guid($0) } ?? Value.null }
    guard let number = statement.optionalInt(position) else { return .null }
    return switch self {
    case .text, .guid: .null
    case .integer, .member: .int(number)
    case .decimal(let scale): .decimal(ExactDecimal(mantissa: Int128(number), scale: scale))
    case .boolean: .bool(number != 0)
    case .date: .date(CalendarDate(days: Int(number)))
    case .timestamp: .timestamp(Timestamp(milliseconds: number))
    }
  }
}

extension ColumnCodec.Kind {
  var reading: ColumnReading {
    switch self {
    case .text: .text
    case .boolean: .boolean
    case .number(let scale, let limits): limits == .decimal ? .decimal(scale: scale) : .integer
    case .guid: .guid
    case .date: .date
    case .timestamp: .timestamp
    case .enumeration: .member
    }
  }

  /// What a message calls a value of this kind.
  var name: String {
    switch self {
    case .text: "a text"
    case .boolean: "true or false"
    case .number(_, let limits): limits == .decimal ? "a number" : "a whole number"
    case .guid: "a GUID"
    case .date: "a date"
    case .timestamp: "a moment"
    case .enumeration(let type): "a member of \(type.name)"
    }
  }
}

/// The name of the collation of every text column; see `TextFolding`.
let textCollation = "FOLDED"

/// A GUID as the sixteen bytes of its text, most significant first: the order of bytes is the order of texts.
func bindGUID(_ guid: GUID, to statement: Statement, at index: Int) throws(SQLiteError) {
  var bytes = (guid.high.bigEndian, guid.low.bigEndian)
  let result = withUnsafeBytes(of: &bytes) { buffer in
    Result { () throws(SQLiteError) in try statement.bind(buffer, at: index) }
  }
  try result.get()
}

/// `nil` for null.
func readGUID(_ statement: Statement, _ position: Int) -> GUID? {
  statement.withBlob(position) { bytes in
    if bytes.isEmpty { return nil }
    guard bytes.count == 16 else { return .zero }
    return GUID(
      high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }
}
