import EntityStore
import OData

/// The discount that trade agreements come to: where a row says that the search goes on, the next one's discount is added (sourced: public
/// descriptions of the field Find next). Its two percentages are taken one of what the other leaves (sourced: a worked example of 2015).
struct AgreedDiscount {
  private(set) var amount = ExactDecimal.zero
  private var first = ExactDecimal.zero
  private var second = ExactDecimal.zero
  private(set) var isFound = false

  /// - Parameter rows: those that hold, in the order of the search.
  init(_ rows: [Row]) {
    for row in rows {
      isFound = true
      amount += row.number("DiscountAmount")
      first += row.number("DiscountPercentage1")
      second += row.number("DiscountPercentage2")
      if !row.isYes("WillSearchContinue") { break }
    }
  }

  /// 0 … 100, to six decimals as columns keep them.
  var percentage: ExactDecimal {
    let both = first + second - (first * second).divided(by: 100, scale: 6)
    return min(max(both, .zero), 100).rounded(to: 6)
  }
}
