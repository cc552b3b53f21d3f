import EntityStore
import OData
import Twin

/// One opportunity, quote, order or invoice under change: its header, and what its lines sum up to.
///
/// The header keeps the sums of its lines in hidden columns, so that a changed line costs one header write however many
/// lines there are.
struct Document {
  let kind: DocumentKind
  let work: Work
  let currency: Currency
  var header: Record

  init(_ kind: DocumentKind, _ header: Record, _ currency: Currency, _ work: Work) {
    self.kind = kind
    self.work = work
    self.currency = currency
    self.header = header
  }

  /// A stored document.
  init(_ kind: DocumentKind, _ row: Row, _ work: Work) throws {
    let currencyID = row["_transactioncurrencyid_value"].guidValue ?? work.organization.baseCurrency
    self.init(kind, Record(changing: row, of: work.table(kind.header)), try work.currency(currencyID), work)
  }

  /// - Throws: ObjectDoesNotExist.
  static func load(_ kind: DocumentKind, _ id: GUID, _ work: Work) throws -> Document {
    try Document(kind, try work.existing(kind.header, id), work)
  }

  var id: GUID { header.guid(kind.keyColumn) ?? .zero }

  /// Written by the integration: such an order stays open to it whatever its state (R-ORD-11, R-ORD-20).
  var isMaintainedExternally: Bool { kind == .order && work.hasSolution && header.bool("msdynce_ismaintainedexternally") }

  /// Draft quotes, active orders and active invoices can be edited [sourced: ER:quote, ER:salesorder, ER:invoice], of
  /// opportunities the open ones [inferred].
  var isEditable: Bool { header.int("statecode") == 0 || isMaintainedExternally }

  var isPriceLocked: Bool { kind.hasPriceLock && header.bool("ispricelocked") }

  func requireEditable() throws {
    guard isEditable else { throw SalesErrors.parentReadOnly }
  }

  /// "Has Externally Maintained Products Only": there are lines and none is foreign (R-QUO-2 … R-QUO-4).
  var hasExternallyMaintainedProductsOnly: Bool {
    header.int("line_count") > 0 && header.int("foreign_line_count") == 0
  }

  var sums: LineSums {
    LineSums(base: header.decimal("line_base_sum"), discount: header.decimal("line_discount_sum"), tax: header.decimal("line_tax_sum"))
  }

  /// Takes what a line added before out of the sums and puts in what it adds now.
  /// - Throws: the refusal of a sum that no money column holds.
  mutating func replace(_ old: LineContribution, with new: LineContribution) throws {
    guard old != new else { return }
    try set("line_base_sum", header.decimal("line_base_sum") + new.sums.base - old.sums.base, shown: "totallineitemamount")
    try set(
      "line_discount_sum", header.decimal("line_discount_sum") + new.sums.discount - old.sums.discount, shown: "totallineitemdiscountamount"
    )
    try set("line_tax_sum", header.decimal("line_tax_sum") + new.sums.tax - old.sums.tax, shown: "totaltax")
    header.set("line_count", .int(header.int("line_count") + new.count - old.count))
    header.set("foreign_line_count", .int(header.int("foreign_line_count") + new.foreign - old.foreign))
    header.set("error_line_count", .int(header.int("error_line_count") + new.errors - old.errors))
  }

  /// Puts the totals on the header, as far as system pricing is on.
  /// - Throws: the refusal of a total that no money column holds.
  mutating func total() throws {
    guard work.organization.usesSystemPricing else { return }
    let totals = DocumentTotals(
      sums, discountAmount: header.decimal("discountamount"), discountPercentage: header.decimal("discountpercentage"),
      freight: header.decimal("freightamount"), decimals: currency.decimals)
    let decimals = MoneyPrecision.of("totallineitemdiscountamount", in: kind.header).decimals(currency, work.organization)
    try set("totallineitemdiscountamount", totals.lineItemDiscount.rounded(to: decimals))
    try set("totallineitemamount", totals.lineItems)
    try set("totaltax", totals.tax)
    try set("totaldiscountamount", totals.discount)
    try set("totalamountlessfreight", totals.lessFreight)
    try set("totalamount", totals.total)
    let error = header.int("error_line_count") > 0 ? PricingError.detail : .none
    header.set("pricingerrorcode", .int(error.rawValue))
    if kind == .opportunity, header.bool("isrevenuesystemcalculated") { header.set("estimatedvalue", header["totalamount"]) }
  }

  /// - Parameter shown: the column a refusal names.
  private mutating func set(_ column: String, _ amount: ExactDecimal, shown: String? = nil) throws {
    guard amount.magnitude <= BaseAmounts.limit else {
      let name = shown ?? column
      guard let definition = header.table.column(name) else { preconditionFailure("table \(kind.header) has no column \(name)") }
      throw work.twin.errors.outOfRange(column: definition, table: header.table)
    }
    header.set(column, .decimal(amount))
  }

  /// Settles everything that follows from changed lines: Freight Tax, totals, the flag on header and lines. Writes the
  /// header if anything on it changed.
  /// - Parameter isPriced: whether the totals are to follow; not where the caller wants no price calculation.
  /// - Returns: the header as it was written; `nil` where nothing was to write.
  @discardableResult
  mutating func finish(isPriced: Bool = true) throws -> Row? {
    try settle(isPriced: isPriced)
    return header.hasChanges ? try work.update(&header) : nil
  }

  /// Moves the document to another state and tells its lines.
  mutating func move(to state: Int64, status: Int64) throws -> Row {
    header["statecode"] = .int(state)
    header["statuscode"] = .int(status)
    try mirrorToLines()
    return try work.update(&header)
  }

  /// As `finish`, without writing the header.
  mutating func settle(isPriced: Bool = true) throws {
    if kind == .order { try FreightTaxLine.settle(&self) }
    if isPriced { try total() }
    try settleFlag()
  }

  /// The flag on header and lines.
  mutating func settleFlag() throws {
    guard work.hasSolution, let flagColumn = kind.flagColumn else { return }
    let flag = hasExternallyMaintainedProductsOnly
    if header.bool(flagColumn) != flag {
      header[flagColumn] = .bool(flag)
      try updateLines { line in
        if let column = kind.lineFlagColumn { line.set(column, .bool(flag)) }
      }
    }
  }

  func lines() throws -> [Row] { try work.rows(kind.line, where: kind.parentColumn, equal: id) }

  /// Copies something to every line; lines it leaves alone are not written.
  func updateLines(_ change: (inout Record) throws -> Void) throws {
    guard !header.isNew else { return }
    for row in try lines() {
      var line = Record(changing: row, of: work.table(kind.line))
      try change(&line)
      if line.hasChanges { _ = try work.update(&line) }
    }
  }

  /// Copies state, price lock and owner to the lines after any of them changed.
  func mirrorToLines() throws {
    let lock = kind.lineLockColumn
    let isAssigned = header.changes("_ownerid_value")
    guard isAssigned || header.changes("statecode") || (lock != nil && header.changes("ispricelocked")) else { return }
    try updateLines { line in
      line.set(kind.lineStateColumn, header["statecode"])
      if let lock { line.set(lock, header["ispricelocked"]) }
      if isAssigned { for column in Work.ownerColumns { line.set(column, header[column]) } }
    }
  }
}
