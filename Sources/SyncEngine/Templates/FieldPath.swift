/// The name of a field as a mapping row writes it: a column, or a column of a related row.
///
/// `name`, `pricelevelid.name`, `customerid.Account(accountnumber).Contact(msdynce_contactnumber)`.
public enum FieldPath: Hashable, Sendable {
  case column(String)
  /// A column of the row that a lookup points at.
  case related(lookup: String, column: String)
  /// A lookup that may point at several tables, with the column to use in each (data-integration.md 1.3).
  case polymorphic(lookup: String, targets: [Target])

  public struct Target: Hashable, Sendable {
    /// Logical name of the table, lower case: `account`.
    public let table: String
    public let column: String

    public init(table: String, column: String) {
      self.table = table
      self.column = column
    }
  }
}

extension FieldPath: LosslessStringConvertible {
  /// `nil` for text that is none of the three forms.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ !$0.isEmpty }), let first = parts.first, !first.contains("(") else { return nil }
    // The pages spell the unit lookup `oumid`; the column is `uomid` (inferred: QUO, ORD2, DW-20).
    let lookup = first.equalsFolded("oumid") ? "uomid" : first
    if parts.count == 1 {
      self = .column(first)
    } else if parts.count == 2, !parts[1].contains("(") {
      self = .related(lookup: lookup, column: parts[1])
    } else {
      var targets: [Target] = []
      for part in parts.dropFirst() {
        guard part.hasSuffix(")"), let open = part.firstIndex(of: "("), open != part.startIndex else { return nil }
        let column = part[part.index(after: open)...].dropLast()
        guard !column.isEmpty else { return nil }
        targets.append(Target(table: part[..<open].lowercased(), column: String(column)))
      }
      self = .polymorphic(lookup: lookup, targets: targets)
    }
  }

  public var description: String {
    switch self {
    case .column(let name): name
    case .related(let lookup, let column): "\(lookup).\(column)"
    case .polymorphic(let lookup, let targets):
      lookup + targets.map { ".\($0.table.prefix(1).uppercased())\($0.table.dropFirst())(\($0.column))" }.joined()
    }
  }

  /// The column of the entity itself: the field, or the lookup that leads to it.
  var ownColumn: String {
    switch self {
    case .column(let name): name
    case .related(let lookup, _), .polymorphic(let lookup, _): lookup
    }
  }

  /// Names compare without regard to case: finance and operations names appear in upper case in the published pictures.
  public func isSame(as other: FieldPath) -> Bool { description.equalsFolded(other.description) }
}
