import EntityStore
import OData
import Twin

/// Lines of quotes, orders and invoices: product, unit, price, sequence number, and what the document makes of them.
struct DocumentLineRules: TableRules {
  let kind: DocumentKind

  func create(_ record: inout Record, _ work: Work) throws -> Row {
    guard let parent = record.guid(kind.parentColumn) else {
      throw work.twin.errors.requiredMissing(column: kind.keyColumn, table: record.table)
    }
    let open = work.twin.openDocuments?.take(kind, parent)
    var document = try open?.document ?? Document.load(kind, parent, work)
    try document.requireEditable()
    takeOver(&record, from: document)
    number(&record, in: &document)
    let product = try LineProduct.apply(&record, kind, work)
    let isPriced = try LinePricing.apply(&record, product: product, document)
    try document.replace(.none, with: LineContribution(record, isFreightTax: false))
    setFlag(&record, document)
    let row = try work.insert(&record)
    if work.twin.openDocuments == nil {
      try document.finish(isPriced: isPriced)
    } else {
      try document.settleFlag()
      work.twin.openDocuments?.put(document, isPriced: isPriced || open?.isPriced ?? false)
    }
    return row
  }

  func update(_ record: inout Record, _ work: Work) throws -> Row {
    guard let original = record.original, let parent = original[kind.parentColumn].guidValue else { return try create(&record, work) }
    if record.changes(kind.parentColumn) { throw ServiceError.notEmulated("moving a line to another \(kind.header)") }
    var document = try Document.load(kind, parent, work)
    try document.requireEditable()
    let isFreightTax = FreightTaxLine.isFreightTax(record, of: document)
    let old = LineContribution(original, isFreightTax: isFreightTax)
    number(&record, in: &document)
    let product = try LineProduct.apply(&record, kind, work)
    let isPriced = try LinePricing.apply(&record, product: product, document)
    try document.replace(old, with: LineContribution(record, isFreightTax: isFreightTax))
    if isFreightTax { document.header.set("freight_tax_amount", record["priceperunit"]) }
    setFlag(&record, document)
    let row = try work.update(&record)
    try document.finish(isPriced: isPriced)
    // Settling the Freight Tax may have written this very line once more.
    return isFreightTax ? try work.row(kind.line, record.guid(kind.lineKeyColumn)) ?? row : row
  }

  func delete(_ row: Row, of table: TableDefinition, _ work: Work) throws {
    guard let parent = row[kind.parentColumn].guidValue else { return try work.deleteWithRelations(row, of: table) }
    var document = try Document.load(kind, parent, work)
    try document.requireEditable()
    let isFreightTax = FreightTaxLine.isFreightTax(row, of: document)
    try document.replace(LineContribution(row, isFreightTax: isFreightTax), with: .none)
    if isFreightTax { FreightTaxLine.forget(&document) }
    try work.deleteWithRelations(row, of: table)
    try document.finish()
  }

  /// What a line copies from its document.
  private func takeOver(_ record: inout Record, from document: Document) {
    record["_transactioncurrencyid_value"] = .guid(document.currency.id)
    record[kind.lineStateColumn] = document.header["statecode"]
    if let lock = kind.lineLockColumn { record[lock] = document.header["ispricelocked"] }
    for column in Work.ownerColumns {
      record[column] = document.header[column]
    }
    if document.work.hasSolution, let column = kind.lineNumberColumn, let number = kind.numberColumn, record[column].isNull {
      record[column] = document.header[number]
    }
  }

  /// Numbers count up from 1 and are never used again, so that a deleted line's number cannot come to mean another line
  /// at the other end of the integration [proposed].
  private func number(_ record: inout Record, in document: inout Document) {
    let last = document.header.int("last_sequence_number")
    if record["sequencenumber"].isNull, !FreightTaxLine.isFreightTax(record, of: document) { record["sequencenumber"] = .int(last + 1) }
    if record.int("sequencenumber") > last { document.header["last_sequence_number"] = record["sequencenumber"] }
  }

  private func setFlag(_ record: inout Record, _ document: Document) {
    guard document.work.hasSolution, let column = kind.lineFlagColumn else { return }
    record.set(column, .bool(document.hasExternallyMaintainedProductsOnly))
  }
}
