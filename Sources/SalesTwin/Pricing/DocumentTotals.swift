import OData
import PlantedBugs

/// The totals of a quote, order or invoice. All formulas [sourced: BCSIM].
struct DocumentTotals: Hashable, Sendable {
  /// `totallineitemdiscountamount`
  let lineItemDiscount: ExactDecimal
  /// `totallineitemamount`: lines after discount, before tax.
  let lineItems: ExactDecimal
  /// `totaltax`
  let tax: ExactDecimal
  /// `totaldiscountamount`: discount of the header (amount and percentage add up) and of the lines.
  let discount: ExactDecimal
  /// `totalamountlessfreight`
  let lessFreight: ExactDecimal
  /// `totalamount`
  let total: ExactDecimal

  /// - Parameter decimals: the currency's precision.
  init(_ sums: LineSums, discountAmount: ExactDecimal, discountPercentage: ExactDecimal, freight: ExactDecimal, decimals: Int) {
    lineItemDiscount = sums.discount
    lineItems = sums.base - sums.discount
    tax = sums.tax
    let percentPart = (lineItems * discountPercentage).divided(by: 100, scale: decimals)
    let headerDiscount = discountAmount.rounded(to: decimals) + percentPart
    discount = headerDiscount + sums.discount
    lessFreight = lineItems - headerDiscount
    total = lessFreight + (PlantedBug.freightLeftOut.isOn ? .zero : freight.rounded(to: decimals)) + sums.tax
  }
}
