import EntityStore
import OData

/// Which rows of a trade agreement table hold for a document, in the order they are looked at: those for the customer first, then those
/// for its group, then those for everybody; at each of them the item, its group, every item; where several are alike, the older one
/// (sourced: what the product's users and its concept paper of 2011 say of the search; that age decides is inferred).
struct AgreementSearch {
  /// The names of the columns that differ between the tables.
  struct Columns {
    let group: String
    let item: String?
    let itemGroup: String?
    let currency: String
    let from: String
    let to: String
    let validFrom: String
    let validTo: String
  }

  let columns: Columns
  let customer: String
  /// The customer's price or discount group on the document; empty for none.
  let group: String
  let currency: String
  let date: CalendarDate
  /// Looks at rows in other currencies that may be converted, and at those only.
  var isGeneric = false

  /// How near a row is to the document: less is nearer; `nil` where it does not hold.
  func rank(of row: Row, item: String = "", itemGroup: String = "") -> Int? {
    guard isValid(row), let account = account(row), let product = product(row, item: item, itemGroup: itemGroup) else { return nil }
    return account * 3 + product
  }

  /// Whether a quantity, or an amount, is in the row's range. The upper end is not part of it; zero is no end (inferred).
  func reaches(_ row: Row, _ quantity: ExactDecimal) -> Bool {
    let (from, to) = (row.number(columns.from), row.number(columns.to))
    return from <= quantity && (to.isZero || quantity < to)
  }

  private func isValid(_ row: Row) -> Bool {
    let agreed = row.text(columns.currency)
    let isOwn = agreed.isEmpty || agreed.equalsIgnoringASCIICase(currency)
    guard isGeneric ? !isOwn && row.isYes("IsGenericCurrencySearchEnabled") : isOwn else { return false }
    return day(row, columns.validFrom).map { $0 <= date } ?? true && day(row, columns.validTo).map { date <= $0 } ?? true
  }

  private func day(_ row: Row, _ column: String) -> CalendarDate? {
    guard let moment = row[column].timestampValue, moment != EmptyDate.moment else { return nil }
    return moment.date
  }

  private func account(_ row: Row) -> Int? {
    let own = row.text("CustomerAccountNumber")
    if !own.isEmpty { return own.equalsIgnoringASCIICase(customer) ? 0 : nil }
    let agreed = row.text(columns.group)
    if !agreed.isEmpty { return agreed.equalsIgnoringASCIICase(group) ? 1 : nil }
    return 2
  }

  private func product(_ row: Row, item: String, itemGroup: String) -> Int? {
    if let column = columns.item, !row.text(column).isEmpty { return row.text(column).equalsIgnoringASCIICase(item) ? 0 : nil }
    if let column = columns.itemGroup, !row.text(column).isEmpty { return row.text(column).equalsIgnoringASCIICase(itemGroup) ? 1 : nil }
    return 2
  }

  /// The rows that hold, nearest first, those alike in the order they were agreed.
  func sorted(_ rows: [Row], item: String = "", itemGroup: String = "") -> [Row] {
    rows.compactMap { row in rank(of: row, item: item, itemGroup: itemGroup).map { (row, $0) } }
      .sorted { ($0.1, $0.0.integer("RecordId")) < ($1.1, $1.0.integer("RecordId")) }.map(\.0)
  }
}

extension AgreementSearch.Columns {
  static let price = Self(
    group: "PriceCustomerGroupCode", item: "ItemNumber", itemGroup: nil, currency: "PriceCurrencyCode",
    from: "FromQuantity", to: "ToQuantity", validFrom: "PriceApplicableFromDate", validTo: "PriceApplicableToDate")
  static let line = Self(
    group: "LineDiscountCustomerGroupCode", item: "ItemNumber", itemGroup: "LineDiscountProductGroupCode",
    currency: "DiscountCurrencyCode", from: "FromQuantity", to: "ToQuantity", validFrom: "DiscountApplicableFromDate",
    validTo: "DiscountApplicableToDate")
  static let multiline = Self(
    group: "MultiLineDiscountCustomerGroupCode", item: nil, itemGroup: "MultiLineDiscountProductGroupCode",
    currency: "DiscountCurrencyCode", from: "FromQuantity", to: "ToQuantity", validFrom: "DiscountApplicableFromDate",
    validTo: "DiscountApplicableToDate")
  static let total = Self(
    group: "TotalDiscountCustomerGroupCode", item: nil, itemGroup: nil, currency: "DiscountCurrencyCode",
    from: "FromOrderSubtotalAmount", to: "ToOrderSubtotalAmount", validFrom: "DiscountApplicableFromDate",
    validTo: "DiscountApplicableToDate")
}
