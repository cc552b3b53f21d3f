import EntityStore
import OData
import PlantedBugs
import Twin

/// Unit price, volume discount and amounts of one line.
enum LinePricing {
  enum Occasion {
    /// The line is created or changed; its `skippricecalculation` counts.
    case write
    /// The document's prices are calculated again.
    case recalculation
  }

  /// Computes the line, as far as system pricing is on; else the caller's values stay. A line with an error keeps its code and
  /// has no amounts [sourced: PRICE, for a missing price list item].
  /// - Returns: whether anything was computed.
  /// - Throws: EntityIsLocked when a locked document's price would change.
  @discardableResult
  static func apply(_ line: inout Record, product: Row?, _ document: Document, on occasion: Occasion = .write) throws -> Bool {
    let work = document.work
    if document.isPriceLocked, !line.isNew, line.changes("priceperunit") { throw SalesErrors.entityLocked }
    guard work.organization.usesSystemPricing, occasion == .recalculation || !isSkipped(line) else { return false }
    work.roundMoney(&line, document.currency)
    do {
      try setUnitPrice(&line, product, document)
      try checkQuantity(line, product)
      try setAmounts(&line, document)
      line.set("pricingerrorcode", .int(PricingError.none.rawValue))
    } catch let error as PricingError {
      line.set("baseamount", .null)
      line.set("extendedamount", .null)
      line.set("line_discount", .decimal(.zero))
      line.set("pricingerrorcode", .int(error.rawValue))
    }
    return true
  }

  /// Prices every line of the document again: it has another price list or currency now, or somebody asked for it.
  static func recalculate(_ document: inout Document) throws {
    let work = document.work
    for row in try document.lines() {
      var line = Record(changing: row, of: work.table(document.kind.line))
      let isFreightTax = FreightTaxLine.isFreightTax(line, of: document)
      let old = LineContribution(row, isFreightTax: isFreightTax)
      line.set("_transactioncurrencyid_value", .guid(document.currency.id))
      try apply(&line, product: try work.row("product", line.guid("_productid_value")), document, on: .recalculation)
      try document.replace(old, with: LineContribution(line, isFreightTax: isFreightTax))
      if line.hasChanges { _ = try work.update(&line) }
    }
  }

  /// `skippricecalculation` of a line: 1 on create, 2 on update, 3 on both [sourced: ER-NEW].
  private static func isSkipped(_ line: Record) -> Bool {
    guard line.hasColumn("skippricecalculation") else { return false }
    switch line.int("skippricecalculation") {
    case 1: return line.isNew
    case 2: return !line.isNew
    case 3: return true
    default: return false
    }
  }

  // MARK: Unit price

  /// - Throws: `PricingError`.
  private static func setUnitPrice(_ line: inout Record, _ product: Row?, _ document: Document) throws {
    let isWriteIn = line.bool("isproductoverridden")
    if isWriteIn, line.text("productdescription") == nil, line.text("productname") == nil { throw PricingError.missingProduct }
    if isWriteIn || line.bool("ispriceoverridden") && !PlantedBug.listPriceOverrides.isOn {
      // What a caller sets the price of has no item whose volume discount could apply [inferred].
      line.set("volumediscountamount", .null)
      if line["priceperunit"].isNull { throw PricingError.missingUnitPrice }
      if !isWriteIn, product == nil { throw PricingError.missingProduct }
      return
    }
    // A locked document's prices stay, with their volume discounts.
    if document.isPriceLocked, !line.isNew { return }
    do {
      guard let product else { throw PricingError.missingProduct }
      let item = try PriceListItem.find(product, unit: line["_uomid_value"], document)
      line.set("priceperunit", .decimal(try PriceListItem.price(item, product, document)))
      if item?["quantitysellingcode"] == .int(PriceListItem.wholeQuantities), line.decimal("quantity").normalized.scale > 0 {
        throw PricingError.invalidQuantity
      }
      if isVolumeNew(line) {
        let discount = try VolumeDiscount.perUnit(item, price: line.decimal("priceperunit"), quantity: line.decimal("quantity"), document)
        line.set("volumediscountamount", discount.map { .decimal($0) } ?? .null)
      }
    } catch let error as PricingError {
      if error != .invalidQuantity, error != .invalidDiscount, error != .invalidDiscountType { line.set("priceperunit", .null) }
      line.set("volumediscountamount", .null)
      throw error
    }
  }

  /// The volume discount is looked up again only when the quantity changes [sourced: PRICE]; what makes the line another one
  /// counts as that [inferred].
  private static func isVolumeNew(_ line: Record) -> Bool {
    line.isNew || line.changes("quantity") || line.changes("_productid_value") || line.changes("_uomid_value")
      || line.changes("_transactioncurrencyid_value")
  }

  // MARK: Amounts

  /// A quantity with too many decimals is refused when it is written; the product may have got fewer since.
  private static func checkQuantity(_ line: Record, _ product: Row?) throws(PricingError) {
    guard let quantity = line["quantity"].decimalValue else { throw .missingQuantity }
    if let product, quantity.normalized.scale > Int(product["quantitydecimal"].intValue ?? 0) { throw .invalidQuantity }
  }

  private static func setAmounts(_ line: inout Record, _ document: Document) throws(PricingError) {
    let amounts = LineAmounts(
      price: line.decimal("priceperunit"), volumeDiscount: line.decimal("volumediscountamount"), quantity: line.decimal("quantity"),
      manualDiscount: line.decimal("manualdiscountamount"), tax: line.decimal("tax"),
      method: document.work.organization.discountMethod, decimals: document.currency.decimals)
    for amount in [amounts.base, amounts.discount, amounts.extended] { try document.currency.check(amount) }
    line.set("baseamount", .decimal(amounts.base))
    line.set("extendedamount", .decimal(amounts.extended))
    line.set("line_discount", .decimal(amounts.discount))
  }
}

extension Currency {
  /// - Throws: why an amount in this currency, or its worth in base currency, fits no money column.
  func check(_ amount: ExactDecimal) throws(PricingError) {
    guard amount.magnitude <= BaseAmounts.limit else { throw .priceAttributeOutOfRange }
    if isBase { return }
    let base = BaseAmounts.amount(amount, rate: rate)
    guard base.magnitude <= BaseAmounts.limit else {
      throw base.isNegative ? .baseCurrencyAttributeUnderflow : .baseCurrencyAttributeOverflow
    }
  }
}
