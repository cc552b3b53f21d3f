import EntityStore
import OData
import Twin

/// Prices, discounts and the amount of a line of an order or a quotation (supply-chain-odata.md 7.4, 7.5).
///
/// What the client gives stays, but as the company's parameters say; everything else is looked up in trade agreements, and looked up again
/// when the product, the quantity or the unit changes.
struct LinePricing {
  let kind: DocumentKind
  let header: Row
  let context: CompanyContext

  /// What the amount follows from.
  private static let amountColumns = [
    "SalesPrice", "SalesPriceQuantity", "LineDiscountAmount", "LineDiscountPercentage", "MultilineDiscountAmount",
    "MultilineDiscountPercentage", "FixedPriceCharges", "TotalDiscountAmount",
  ]

  /// What the column of prices keeps.
  private static let highestPrice = ExactDecimal(999_999_999)

  /// Whether anything changed that prices or discounts are looked up by, or that says who decides them.
  func needsProduct(_ record: Record) -> Bool {
    record.isNew || ["ProductNumber", kind.quantity, "SalesUnitSymbol"].contains(where: record.isChanged)
      || Self.amountColumns.contains(where: record.isGiven)
  }

  /// - Parameter product: what is sold; `nil` where it is no longer there, or not needed.
  func price(_ record: inout Record, _ product: SaleProduct?) throws {
    let parameters = try PriceParameters(in: context)
    noteWhatIsGiven(&record, parameters)
    let isAnother = record.isNew || ["ProductNumber", kind.quantity, "SalesUnitSymbol"].contains(where: record.isChanged)
    if let product, isAnother || record.isChanged("IsPriceGiven") || record.isChanged("IsLineDiscountGiven") {
      try lookUp(&record, product)
    }
    guard record.isNew || (Self.amountColumns + [kind.quantity]).contains(where: record.isChanged) else { return }
    try computeAmounts(&record, parameters)
  }

  /// Which of price and line discount people, or the other system, decided.
  private func noteWhatIsGiven(_ record: inout Record, _ parameters: PriceParameters) {
    if record.isGiven("SalesPrice") {
      let counts =
        switch parameters.givenPrices {
        case .keep: true
        case .fillZero: !record.number("SalesPrice").isZero
        case .replace: false
        }
      record["IsPriceGiven"] = .yesNo(counts)
    } else if record.isChanged("ProductNumber") {
      record["IsPriceGiven"] = "No"
    }
    // No discount is nothing to keep on a new line: Sales always sends one, mostly of zero.
    let given = ["LineDiscountAmount", "LineDiscountPercentage", "TotalDiscountAmount"].filter {
      record.isGiven($0) && (record.isNew ? !record.number($0).isZero : record.isChanged($0) || !record.number($0).isZero)
    }
    if !given.isEmpty {
      record["IsLineDiscountGiven"] = "Yes"
    } else if record.isChanged("ProductNumber") {
      record["IsLineDiscountGiven"] = "No"
    }
  }

  private func lookUp(_ record: inout Record, _ product: SaleProduct) throws {
    if !record.isYes("IsPriceGiven") {
      let found = try AgreedPrice.find(
        product, unit: record.text("SalesUnitSymbol"), quantity: record.number(kind.quantity), site: record.text("ShippingSiteId"),
        warehouse: record.text("ShippingWarehouseId"), search: search(.price, group: header.text("PriceCustomerGroupCode")), in: context)
      guard found.price.magnitude <= Self.highestPrice, found.charges.magnitude <= Self.highestPrice else {
        throw context.errors.fieldRefused(
          context.definition(kind.lineTable), column: "SalesPrice", "The price of '\(product.number)' is too high when it is converted.")
      }
      record["SalesPrice"] = .decimal(found.price)
      if !record.isGiven("SalesPriceQuantity") { record["SalesPriceQuantity"] = .decimal(found.priceQuantity) }
      if !record.isGiven("FixedPriceCharges"), !record.isYes("IsLineDiscountGiven") {
        record["FixedPriceCharges"] = .decimal(found.charges)
      }
    } else if record.isChanged("ProductNumber"), !record.isGiven("SalesPriceQuantity") {
      record["SalesPriceQuantity"] = product.item["SalesPriceQuantity"]
    }
    if !record.isYes("IsLineDiscountGiven") {
      let discount = try lineDiscount(record, product)
      record["LineDiscountAmount"] = .decimal(discount.amount)
      record["LineDiscountPercentage"] = .decimal(discount.percentage)
    }
  }

  private func lineDiscount(_ record: Record, _ product: SaleProduct) throws -> AgreedDiscount {
    let table = "SalesLineDiscountAgreement"
    let item = product.item.text("ItemNumber")
    let rows =
      try context.rows(table, where: ["ItemNumber"], equal: [.string(item)]) + context.rows(table, where: ["ItemNumber"], equal: [""])
    if rows.isEmpty { return AgreedDiscount([]) }
    let search = search(.line, group: header.text("LineDiscountCustomerGroupCode"))
    let quantity = record.number(kind.quantity).magnitude
    return AgreedDiscount(
      search.sorted(rows, item: item, itemGroup: product.item.text("SalesLineDiscountProductGroupCode")).filter { row in
        search.reaches(row, quantity) && matches(row, "QuantityUnitSymbol", record.text("SalesUnitSymbol"))
          && matches(row, "ProductNumber", product.number) && matches(row, "DiscountSiteId", record.text("ShippingSiteId"))
          && matches(row, "DiscountWarehouseId", record.text("ShippingWarehouseId"))
      })
  }

  private func matches(_ row: Row, _ column: String, _ value: String) -> Bool {
    row.text(column).isEmpty || row.text(column).equalsIgnoringASCIICase(value)
  }

  private func search(_ columns: AgreementSearch.Columns, group: String) -> AgreementSearch {
    AgreementSearch(
      columns: columns, customer: header.text(kind.customer), group: group, currency: header.text("CurrencyCode"),
      date: context.session.now.date)
  }

  /// Works out the amount of a line anew.
  func computeAmounts(_ record: inout Record, _ parameters: PriceParameters) throws {
    let rounding = try context.rounding(of: header.text("CurrencyCode"))
    let quantity = record.number(kind.quantity)
    // Sales sends the whole discount; it is split here. A quantity sent along with an unchanged discount splits it anew.
    if record.isGiven("TotalDiscountAmount"), record.isYes("IsLineDiscountGiven"),
      ["TotalDiscountAmount", "SalesPriceQuantity", kind.quantity].contains(where: record.isChanged)
    {
      do {
        let split = try DiscountSplit(
          discount: rounding.rounded(record.number("TotalDiscountAmount")), quantity: quantity,
          priceQuantity: record.number("SalesPriceQuantity"), rounding: rounding)
        record["LineDiscountAmount"] = .decimal(split.perUnit)
        record["FixedPriceCharges"] = .decimal(split.charge)
        for other in ["LineDiscountPercentage", "MultilineDiscountAmount", "MultilineDiscountPercentage"] where !record.isGiven(other) {
          record[other] = .decimal(.zero)
        }
      } catch {
        throw context.errors.fieldRefused(
          context.definition(kind.lineTable), column: "TotalDiscountAmount", "The line discount cannot be divided: the quantity is zero.")
      }
    }
    let amount = LineAmount(
      quantity: quantity, price: record.number("SalesPrice"), priceQuantity: record.number("SalesPriceQuantity"),
      split: DiscountSplit(perUnit: record.number("LineDiscountAmount"), charge: record.number("FixedPriceCharges")),
      discountPercentage: record.number("LineDiscountPercentage"),
      multilineDiscount: UnitDiscount(
        amount: record.number("MultilineDiscountAmount"), percentage: record.number("MultilineDiscountPercentage")),
      combination: parameters.combination)
    record["LineAmount"] = .decimal(amount.net(rounding))
    record["TotalDiscountAmount"] = .decimal(amount.totalDiscount(rounding))
  }
}
