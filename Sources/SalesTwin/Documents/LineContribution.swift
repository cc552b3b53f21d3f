import EntityStore
import OData

/// What one line adds to its document: amounts, a count, and whether it stands in the way of the flag.
struct LineContribution: Hashable {
  var sums = LineSums()
  /// 1 for a line, 0 for none and for the Freight Tax line, which the flag does not see (R-ORD-16).
  var count: Int64 = 0
  /// 1 for a line whose product is not an externally maintained one.
  var foreign: Int64 = 0
  var errors: Int64 = 0

  static let none = LineContribution()

  init() {}

  /// What a line adds, read from its amounts as they were last computed.
  init(_ line: Row, isFreightTax: Bool) {
    self.init(isFreightTax: isFreightTax) { line[$0] }
  }

  init(_ line: Record, isFreightTax: Bool) {
    self.init(isFreightTax: isFreightTax) { line[$0] }
  }

  private init(isFreightTax: Bool, _ value: (String) -> Value) {
    errors = (value("pricingerrorcode").intValue ?? 0) == 0 ? 0 : 1
    // What could not be priced adds nothing, so that totals and extended amounts agree [inferred].
    if errors == 0 {
      sums.base = value("baseamount").decimalValue ?? .zero
      sums.discount = value("line_discount").decimalValue ?? .zero
      sums.tax = value("tax").decimalValue ?? .zero
    }
    count = isFreightTax ? 0 : 1
    foreign = !isFreightTax && value("is_foreign") == true ? 1 : 0
  }
}
