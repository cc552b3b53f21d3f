import EntityStore
import OData
import Twin

/// Unit price and amounts of one line.
enum LinePricing {
  /// `pricingerrorcode` values this twin gives [sourced: ER:salesorder].
  private enum Failure {
    static let none: Int64 = 0
    static let missingPriceList: Int64 = 2
    static let inactivePriceList: Int64 = 3
    static let missingQuantity: Int64 = 4
    static let missingUnitPrice: Int64 = 5
    static let notInPriceList: Int64 = 11
  }

  /// Computes the line, as far as system pricing is on; else the caller's values stay.
  /// - Throws: EntityIsLocked when a locked document's price would change.
  static func apply(_ line: inout Record, product: Row?, _ document: Document) throws {
    let work = document.work
    guard work.organization.usesSystemPricing else { return }
    let isLocked = document.isPriceLocked
    if isLocked, !line.isNew, line.changes("priceperunit") { throw SalesErrors.entityLocked }
    var failure = Failure.none
    if line.bool("ispriceoverridden") || line.bool("isproductoverridden") {
      work.round(&line, ["priceperunit"], to: work.organization.pricingDecimals)
      if line["priceperunit"].isNull { failure = Failure.missingUnitPrice }
    } else if let product, !isLocked || line.isNew {
      switch try listPrice(line, product, document) {
      case .price(let price): line.set("priceperunit", .decimal(price))
      case .failure(let code):
        line.set("priceperunit", .null)
        failure = code
      }
    }
    if line["quantity"].isNull { failure = Failure.missingQuantity }
    work.round(&line, ["manualdiscountamount", "tax"], to: document.currency.decimals)
    let amounts = LineAmounts(
      price: line.decimal("priceperunit"), volumeDiscount: line.decimal("volumediscountamount"), quantity: line.decimal("quantity"),
      manualDiscount: line.decimal("manualdiscountamount"), tax: line.decimal("tax"), method: work.organization.discountMethod,
      decimals: document.currency.decimals)
    line.set("baseamount", .decimal(amounts.base))
    line.set("extendedamount", .decimal(amounts.extended))
    line.set("line_discount", .decimal(amounts.discount))
    line.set("pricingerrorcode", .int(failure))
  }

  /// Prices every line again: the document has another price list or currency now.
  static func repriceAll(_ document: inout Document) throws {
    let work = document.work
    for row in try document.lines() {
      var line = Record(changing: row, of: work.table(document.kind.line))
      let isFreightTax = FreightTaxLine.isFreightTax(line, of: document)
      let old = LineContribution(row, isFreightTax: isFreightTax)
      line.set("_transactioncurrencyid_value", .guid(document.currency.id))
      line.set("exchangerate", .decimal(document.currency.rate))
      try apply(&line, product: try work.row("product", line.guid("_productid_value")), document)
      document.replace(old, with: LineContribution(line, isFreightTax: isFreightTax))
      if line.hasChanges { _ = try work.update(&line) }
    }
  }

  private enum ListPrice {
    case price(ExactDecimal)
    case failure(Int64)
  }

  /// The item of the document's price list, else of the product's default list if that is in the document's currency
  /// [look-up sourced: PRICE; order inferred].
  private static func listPrice(_ line: Record, _ product: Row, _ document: Document) throws -> ListPrice {
    let work = document.work
    let unit = line["_uomid_value"]
    var item: Row?
    if let list = document.header.guid("_pricelevelid_value") {
      if let row = try work.row("pricelevel", list), row["statecode"] != 0 { return .failure(Failure.inactivePriceList) }
      item = try self.item(list, product, unit, work)
    } else if work.organization.isPriceListMandatory {
      return .failure(Failure.missingPriceList)
    }
    if item == nil, let fallback = product["_pricelevelid_value"].guidValue,
      let list = try work.row("pricelevel", fallback), list["_transactioncurrencyid_value"] == .guid(document.currency.id)
    {
      item = try self.item(fallback, product, unit, work)
    }
    guard let item else {
      // Without an obligatory price list a missing item means a price of nothing [sourced: PRICE].
      return work.organization.isPriceListMandatory ? .failure(Failure.notInPriceList) : .price(.zero)
    }
    do throws(PriceListPrice.Failure) {
      return .price(
        try PriceListPrice(item).price(
          list: product["price"].decimalValue, currentCost: product["currentcost"].decimalValue,
          standardCost: product["standardcost"].decimalValue, decimals: work.organization.pricingDecimals))
    } catch {
      return .failure(error.rawValue)
    }
  }

  private static func item(_ list: GUID, _ product: Row, _ unit: Value, _ work: Work) throws -> Row? {
    try work.store.row(
      work.twin.model.schema("productpricelevel"), where: ["_productid_value", "_pricelevelid_value", "_uomid_value"],
      equal: [product["productid"], .guid(list), unit])
  }
}

extension PriceListPrice {
  /// The rule a stored price list item holds.
  init(_ item: Row) {
    method = item["pricingmethodcode"].intValue.flatMap(Method.init) ?? .amount
    amount = item["amount"].decimalValue
    percentage = item["percentage"].decimalValue
    policy = item["roundingpolicycode"].intValue.flatMap(RoundingPolicy.init) ?? .none
    option = item["roundingoptioncode"].intValue.flatMap(RoundingOption.init) ?? .endsIn
    roundingAmount = item["roundingoptionamount"].decimalValue ?? .zero
  }
}
