import EntityStore
import OData

/// Generated numbers of quotes, orders and invoices: the organization's prefix, then as `Autonumber` [inferred].
enum DocumentNumber {
  static func next(_ kind: DocumentKind, _ work: Work) throws -> String {
    let prefix = kind.numberPrefix
    return try Autonumber.next(work.organization.row[prefix.column].stringValue ?? prefix.fallback, work)
  }
}
