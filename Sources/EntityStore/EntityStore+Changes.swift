public import OData
import SQLite

extension EntityStore {
  /// What changed in a table after a version, oldest first: rows created or updated, as they are now, and rows deleted.
  ///
  /// A key that was deleted and is there again is reported as a row only; one created and deleted since, as deleted.
  /// Deletions from a view are told where its key is that of the table it is over; under another key nobody knows what a row was called.
  /// - Parameter limit: the most entries of both kinds together. Continue behind the greatest version answered.
  public func changes(
    _ table: TableSchema, since version: Int64, limit: Int
  ) throws -> (
    rows: [Row], deletions: [(key: [Value], version: Int64)]
  ) {
    let stored = try stored(table)
    return try refusing { () throws(SQLiteError) in
      var rows: [Row] = []
      let changed = try database.cached(
        "SELECT \(stored.selectList) FROM \(stored.quotedName) AS t0 WHERE t0.\(StoredTable.version) > ?1 "
          + "ORDER BY t0.\(StoredTable.version) LIMIT ?2")
      try changed.bind(version, at: 1)
      try changed.bind(Int64(limit), at: 2)
      defer { changed.reset() }
      while try changed.step() { rows.append(stored.row(changed)) }

      var deletions: [(key: [Value], version: Int64)] = []
      let slots = stored.keyIndexes.indices.map { "d.k\($0)" }.joined(separator: ", ")
      let same = stored.keyIndexes.enumerated().map { "t0.\(stored.quotedColumns[$1]) = d.k\($0)" }.joined(separator: " AND ")
      let deleted = try database.cached(
        "SELECT d.version, \(slots) FROM \"#deletions\" AS d WHERE d.entity = ?1 AND d.version > ?2 "
          + "AND NOT EXISTS (SELECT 1 FROM \(stored.quotedName) AS t0 WHERE \(same)) "
          + "AND NOT EXISTS (SELECT 1 FROM \"#deletions\" AS later WHERE later.entity = ?1 AND later.version > d.version AND "
          + stored.keyIndexes.indices.map { "later.k\($0) = d.k\($0)" }.joined(separator: " AND ") + ") "
          + "ORDER BY d.version LIMIT ?3")
      try deleted.bind(stored.schema.view?.base ?? stored.schema.name, at: 1)
      try deleted.bind(version, at: 2)
      try deleted.bind(Int64(limit), at: 3)
      defer { deleted.reset() }
      while hasKeyOfBase(stored), try deleted.step() {
        deletions.append((stored.keyIndexes.enumerated().map { stored.codecs[$1].read(deleted, $0 + 1) }, deleted.int(0)))
      }

      // Both lists hold their oldest entries; together no more than the limit may go out, and none may be jumped over.
      let versions = (rows.map(\.version) + deletions.map(\.version)).sorted()
      if versions.count > limit {
        let last = limit > 0 ? versions[limit - 1] : version
        rows.removeAll { $0.version > last }
        deletions.removeAll { $0.version > last }
      }
      return (rows, deletions)
    }
  }

  private func hasKeyOfBase(_ stored: StoredTable) -> Bool {
    guard let view = stored.schema.view else { return true }
    return stored.keyIndexes.map { view.columns[$0] } == table(view.base)?.key.map { Optional($0) }
  }
}
