import EntityStore
import OData

/// Generated numbers of quotes, orders and invoices: the organization's prefix, then as `Autonumber` [inferred].
enum DocumentNumber {
  /// Gives a new document its number, where its kind has one and nobody brought one.
  static func fill(_ record: inout Record, _ kind: DocumentKind, _ work: Work) throws {
    guard let column = kind.numberColumn, record[column].isNull, let prefix = kind.numberPrefix else { return }
    record[column] = .string(try Autonumber.next(work.organization.row[prefix.column].stringValue ?? prefix.fallback, work))
  }
}
