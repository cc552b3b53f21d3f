import EntityStore
import OData
import PlantedBugs
import Twin

/// Copies a document into a new one, of the same kind or another: what both have a column for, with lines and amounts as
/// they stand [inferred].
enum DocumentCopy {
  /// Columns that belong to one row and never travel.
  private static let own: Set<String> = [
    "createdon", "modifiedon", "overriddencreatedon", "importsequencenumber", "versionnumber", "statecode", "statuscode",
    "revisionnumber", "_createdby_value", "_modifiedby_value", "_createdonbehalfby_value", "_modifiedonbehalfby_value", "closedon",
    "ispricelocked", "written_total_tax", "freight_tax_line", "freight_tax_amount", "iscopied",
    // Parts of a bundle would point at lines of the source.
    "parentbundleid", "_parentbundleidref_value", "productassociationid",
  ]

  /// The new header, not stored yet.
  static func header(_ source: Row, from kind: DocumentKind, to target: DocumentKind, _ work: Work) -> Record {
    var record = work.newRecord(target.header)
    copy(source, to: &record, except: [kind.keyColumn, target.keyColumn])
    if work.hasSolution, let flag = target.flagColumn {
      record[flag] = .bool((source["line_count"].intValue ?? 0) > 0 && source["foreign_line_count"] == 0)
    }
    return record
  }

  static func lines(of source: Row, from kind: DocumentKind, to header: Row, _ target: DocumentKind, _ work: Work) throws {
    guard let sourceID = source[kind.keyColumn].guidValue else { return }
    let rows = try work.store.rows(
      work.twin.model.schema(kind.line), where: [kind.parentColumn], equal: [.guid(sourceID)], orderBy: ["sequencenumber"])
    for row in PlantedBug.lastLineNotCopied.isOn && rows.count > 1 ? rows.dropLast() : rows[...] {
      var line = work.newRecord(target.line)
      copy(row, to: &line, except: keys(kind, target))
      line[target.parentColumn] = header[target.keyColumn]
      line[target.lineNameColumn] = row[kind.lineNameColumn]
      line[target.lineStateColumn] = header["statecode"]
      if work.hasSolution {
        if let column = target.lineNumberColumn, let number = target.numberColumn { line[column] = header[number] }
        if let flag = target.lineFlagColumn, let headerFlag = target.flagColumn { line[flag] = header[headerFlag] }
      }
      // A line of an order or invoice points at the line it was made from.
      let origin = "_\(kind.lineKeyColumn)_value"
      if line.hasColumn(origin) { line[origin] = row[kind.lineKeyColumn] }
      work.copyOwner(from: header, to: &line)
      _ = try work.insert(&line)
    }
  }

  /// A line for a document of another kind as a client would send it: what is computed stays behind.
  static func draft(of line: Row, from kind: DocumentKind, to target: DocumentKind, parent: Row, _ work: Work) -> Draft {
    let table = work.table(target.line)
    var draft = Draft(work.twin.model.schema(target.line))
    // The numbers of the lines that are there already are taken.
    let excluded = own.union(keys(kind, target)).union(["sequencenumber", "lineitemnumber"])
    for (index, column) in line.table.columns.enumerated() where !excluded.contains(column.name) && !line.values[index].isNull {
      let canCreate = table.column(column.name)?.canCreate ?? table.lookups.first { $0.column == column.name }?.canCreate ?? false
      if canCreate { draft[column.name] = line.values[index] }
    }
    draft[target.parentColumn] = parent[target.keyColumn]
    return draft
  }

  private static func keys(_ kind: DocumentKind, _ target: DocumentKind) -> Set<String> {
    [kind.lineKeyColumn, target.lineKeyColumn, kind.parentColumn, target.parentColumn]
  }

  private static func copy(_ source: Row, to record: inout Record, except keys: Set<String>) {
    for (index, column) in source.table.columns.enumerated() where !own.contains(column.name) && !keys.contains(column.name) {
      if record.hasColumn(column.name) { record[column.name] = source.values[index] }
    }
  }
}
