import EntityStore
import OData
import Twin

/// Copies a document into a new one, of the same kind or another: what both have a column for, with lines and amounts as
/// they stand [inferred].
enum DocumentCopy {
  /// Columns that belong to one row and never travel.
  private static let own: Set<String> = [
    "createdon", "modifiedon", "overriddencreatedon", "importsequencenumber", "versionnumber", "statecode", "statuscode",
    "revisionnumber", "_createdby_value", "_modifiedby_value", "_createdonbehalfby_value", "_modifiedonbehalfby_value", "closedon",
    "ispricelocked", "written_total_tax", "freight_tax_line", "freight_tax_amount", "iscopied",
  ]

  /// The new header, not stored yet.
  static func header(_ source: Row, from kind: DocumentKind, to target: DocumentKind, _ work: Work) -> Record {
    var record = work.newRecord(target.header)
    copy(source, to: &record, except: [kind.keyColumn, target.keyColumn])
    if work.hasSolution, let flag = target.flagColumn, let sourceFlag = kind.flagColumn { record[flag] = source[sourceFlag] }
    return record
  }

  static func lines(of source: Row, from kind: DocumentKind, to header: Row, _ target: DocumentKind, _ work: Work) throws {
    guard let sourceID = source[kind.keyColumn].guidValue else { return }
    let rows = try work.store.rows(
      work.twin.model.schema(kind.line), where: [kind.parentColumn], equal: [.guid(sourceID)], orderBy: ["sequencenumber"])
    for row in rows {
      var line = work.newRecord(target.line)
      copy(row, to: &line, except: [kind.lineKeyColumn, target.lineKeyColumn, kind.parentColumn, target.parentColumn])
      line[target.parentColumn] = header[target.keyColumn]
      line[target.lineNameColumn] = row[kind.lineNameColumn]
      line[target.lineStateColumn] = header["statecode"]
      if work.hasSolution {
        if let column = target.lineNumberColumn { line[column] = header[target.numberColumn] }
        if let flag = target.lineFlagColumn, let sourceFlag = kind.lineFlagColumn { line[flag] = row[sourceFlag] }
      }
      // A line of an order or invoice points at the line it was made from.
      let origin = "_\(kind.lineKeyColumn)_value"
      if line.hasColumn(origin) { line[origin] = row[kind.lineKeyColumn] }
      work.copyOwner(from: header, to: &line)
      _ = try work.insert(&line)
    }
  }

  private static func copy(_ source: Row, to record: inout Record, except keys: Set<String>) {
    for (index, column) in source.table.columns.enumerated() where !own.contains(column.name) && !keys.contains(column.name) {
      if record.hasColumn(column.name) { record[column.name] = source.values[index] }
    }
  }
}
