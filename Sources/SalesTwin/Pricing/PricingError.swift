/// Why a line has no amounts, or a document a line without: the values of `pricingerrorcode` [sourced: ER:salesorder, ER:quote,
/// ER:invoice]. When which of them arises is [inferred] from its name.
///
/// Not all can arise. 9, 17, 19 to 21 would need values the columns' choices and ranges refuse; 10, 31 and 32 a product without
/// units, 34 and 38 a price list in another currency than the document, which are refused when they are written; 27 and 33 an
/// inactive discount list, which applies all the same; 25 is nothing in particular; 30 is refused by the setting's range.
enum PricingError: Int64, Error, Hashable, Sendable, CaseIterable {
  case none = 0
  /// On documents only: a line has an error.
  case detail
  case missingPriceLevel, inactivePriceLevel, missingQuantity, missingUnitPrice
  case missingProduct, invalidProduct, missingPricingCode
  case productNotInPriceLevel = 11
  case missingPriceLevelAmount, missingPriceLevelPercentage
  /// The product has no list price.
  case missingPrice
  case missingCurrentCost, missingStandardCost
  case invalidPriceLevelPercentage = 18
  case invalidRoundingPolicy = 22, invalidRoundingOption, invalidRoundingAmount
  case invalidDiscountType = 26
  case invalidDiscount = 28, invalidQuantity
  /// An amount of the line is greater than the column holds.
  case priceAttributeOutOfRange = 35
  /// The same in base currency, upwards and downwards.
  case baseCurrencyAttributeOverflow, baseCurrencyAttributeUnderflow
}
