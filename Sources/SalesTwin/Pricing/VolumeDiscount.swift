import EntityStore
import OData

/// The discount per unit that a volume discount list gives for a quantity.
enum VolumeDiscount {
  /// The step whose range holds the quantity; of several the one that begins last [inferred]. An inactive list applies all
  /// the same [sourced: PRICE]. The amount has the currency's decimals [sourced: ER:salesorderdetail].
  /// - Returns: `nil` where no list or no step is for this quantity.
  /// - Throws: `PricingError`.
  static func perUnit(_ item: Row?, price: ExactDecimal, quantity: ExactDecimal, _ document: Document) throws -> ExactDecimal? {
    let work = document.work
    guard let list = item?["_discounttypeid_value"].guidValue else { return nil }
    let steps = try work.rows("discount", where: "_discounttypeid_value", equal: list).filter { step in
      quantity >= step["lowquantity"].decimalValue ?? .zero && quantity <= step["highquantity"].decimalValue ?? .zero
    }
    guard let step = steps.max(by: { ($0["lowquantity"].decimalValue ?? .zero) < ($1["lowquantity"].decimalValue ?? .zero) }) else {
      return nil
    }
    let decimals = document.currency.decimals
    if step["isamounttype"] == true {
      guard step["_transactioncurrencyid_value"] == .guid(document.currency.id) else { throw PricingError.invalidDiscountType }
      guard let amount = step["amount"].decimalValue else { throw PricingError.invalidDiscount }
      return amount.rounded(to: decimals)
    }
    guard let percentage = step["percentage"].decimalValue, percentage <= 100 else { throw PricingError.invalidDiscount }
    return (price * percentage).divided(by: 100, scale: decimals)
  }
}
