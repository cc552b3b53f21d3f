import OData
import Twin

/// The refusals of Sales' own business rules. Codes, names and messages [sourced: ERR] unless said otherwise; HTTP 400
/// throughout [inferred].
enum SalesErrors {
  private static func refuse(_ code: String, _ message: String) -> ServiceError {
    ServiceError(status: 400, code: code, message: message)
  }

  /// InvalidArgument, for what has no published code of its own; the text is ours [proposed].
  static func invalid(_ message: String) -> ServiceError { refuse("0x80040203", message) }
  /// IsvAborted, the refusal of a plug-in, here one of the Prospect to cash solution; the text is ours [proposed].
  static func solution(_ message: String) -> ServiceError { refuse("0x80040265", message) }

  /// The status is sourced (manage-duplicate-detection-create-update).
  static let duplicateRecordsFound = ServiceError(
    status: 500, code: "0x80040333",
    message: "A record was not created or updated because a duplicate of the current record already exists.")
  static let productNumberExists = refuse(
    "0x80043b06",
    "The specified product ID conflicts with the product ID of an existing record. Specify a different product ID and try again.")
  static let productNumberMissing = refuse("0x80043b05", "The product number can not be null.")
  static let productUnitGroupMissing = refuse("0x80043b13", "The unit schedule id of the product is missing.")
  static let productInvalidUnit = refuse("0x80043b14", "The specified unit is not valid for this product.")
  static let productDoesNotExist = refuse("0x80043b24", "The product does not exist.")
  static let quantityDecimals = refuse("0x80043b07", "The number of decimal places on the quantity is invalid.")
  static let duplicatePriceListItem = refuse("0x80043b08", "This product and unit combination has a price for this price list.")
  static let priceListNameMissing = refuse("0x80043b0e", "The name can not be null.")
  static let priceListNameExists = refuse("0x80043b0f", "The name already exists.")
  static let parentReadOnly = refuse("0x80043b09", "The parent is read only and cannot be edited.")
  static let entityLocked = refuse("0x80043b1d", "This entity is already locked.")
  static let entityUnlocked = refuse("0x80043b1e", "This entity is already unlocked.")
  static let duplicateCurrency = refuse(
    "0x80048cf3", "Cannot insert duplicate currency record. Currency with the same currency code already exist in the system.")
  static let priceListMandatory = refuse("0x80100010", "PriceList is mandatory for creating entity.")
  static let quoteReviseExisting = refuse(
    "0x80048d00", "Quote cannot be revised as there already exists another quote in Draft/Active state and with same quote number.")

  static let leadOpen = refuse("0x80040518", "The lead is already in the open state.")
  static let leadClosed = refuse("0x80040519", "The lead is already closed.")
  static let opportunityOpen = refuse("0x8004051a", "The opportunity is already in the open state.")
  static let opportunityClosed = refuse("0x80040515", "The opportunity is already closed.")
  static let opportunityCannotBeClosed = refuse("0x80040516", "The opportunity cannot be closed.")

  /// The currency of a document is not that of its price list.
  static func currencyDiffers(_ kind: DocumentKind) -> ServiceError {
    let code =
      switch kind {
      case .opportunity: "0x80048cef"
      case .quote, .order: "0x80048cee"
      case .invoice: "0x80048cf6"
      }
    return refuse(code, "The currency of the record does not match the currency of the price list.")
  }

  /// The code is [sourced: IND], the text [inferred].
  static func invalidStatus(_ status: Int64, state: String, table: String, id: GUID) -> ServiceError {
    refuse("0x80048408", "\(status) is not a valid status code for state code \(state) on \(table) with Id \(id).")
  }

  /// A row that others still refer to. The code is [sourced: IND], the text [proposed].
  static func deleteRestricted(_ table: String, by other: String) -> ServiceError {
    ServiceError(
      status: 405, code: "0x80040227",
      message: "The \(table) cannot be deleted because it is associated with a \(other). Remove the association and try again.")
  }
}
