import EntityStore
import OData
import Twin

/// Duplicate detection: off, unless a request turns it on by `MSCRM.SuppressDuplicateDetection: false`
/// (sourced: manage-duplicate-detection-create-update).
enum DuplicateDetection {
  /// The rules of a new system: rows that are the same in all of these columns are duplicates [inferred].
  private static let rules: [String: [[String]]] = [
    "account": [["name"], ["emailaddress1"]],
    "contact": [["emailaddress1"], ["firstname", "lastname"]],
  ]

  static func check(_ record: Record, _ work: Work) throws {
    guard let header = work.session.headers["MSCRM.SuppressDuplicateDetection"], header.equalsIgnoringASCIICase("false"),
      let rules = rules[record.table.name]
    else { return }
    for columns in rules where columns.allSatisfy({ record.hasColumn($0) && !record[$0].isNull }) {
      guard columns.contains(where: record.changes) else { continue }
      let found = try work.store.rows(record.schema, where: columns, equal: columns.map { record[$0] })
      guard found.allSatisfy({ $0.rowID == record.original?.rowID }) else { throw SalesErrors.duplicateRecordsFound }
    }
  }
}
