/// Business operations by the names people use for them, beside `system/entitySet/Operation`.
enum OperationNames {
  struct Entry: Sendable {
    let name: String
    let system: SystemName
    let set: String
    let operation: String
  }

  /// Operations of the products themselves keep their published names; those of the twins' own are [proposed].
  static let all: [Entry] = [
    Entry(name: "activate order", system: .sales, set: "salesorders", operation: "msdynce_ActivateOrder"),
    Entry(name: "send quotation", system: .supplyChain, set: "CDSSalesQuotationHeaders", operation: "send"),
    Entry(name: "confirm quotation", system: .supplyChain, set: "CDSSalesQuotationHeaders", operation: "confirm"),
    Entry(name: "lose quotation", system: .supplyChain, set: "CDSSalesQuotationHeaders", operation: "lose"),
    Entry(name: "cancel quotation", system: .supplyChain, set: "CDSSalesQuotationHeaders", operation: "cancel"),
    Entry(name: "confirm order", system: .supplyChain, set: "CDSSalesOrderHeaders", operation: "confirm"),
    Entry(name: "post picking list", system: .supplyChain, set: "CDSSalesOrderHeaders", operation: "postPickingList"),
    Entry(name: "post packing slip", system: .supplyChain, set: "CDSSalesOrderHeaders", operation: "postPackingSlip"),
    Entry(name: "post invoice", system: .supplyChain, set: "CDSSalesOrderHeaders", operation: "postInvoice"),
    Entry(name: "cancel order", system: .supplyChain, set: "CDSSalesOrderHeaders", operation: "cancel"),
    Entry(name: "cancel deliver remainder", system: .supplyChain, set: "CDSSalesOrderHeaders", operation: "cancelDeliverRemainder"),
    Entry(name: "cancel picking list", system: .supplyChain, set: "CDSSalesOrderHeaders", operation: "cancelPickingList"),
    Entry(name: "cancel packing slip", system: .supplyChain, set: "CDSSalesOrderHeaders", operation: "cancelPackingSlip"),
    Entry(name: "update deliver remainder", system: .supplyChain, set: "CDSSalesOrderLines", operation: "updateDeliverRemainder"),
    Entry(name: "calculate multiline discount", system: .supplyChain, set: "CDSSalesOrderHeaders", operation: "calculateMultilineDiscount"),
    Entry(name: "calculate total discount", system: .supplyChain, set: "CDSSalesOrderHeaders", operation: "calculateTotalDiscount"),
    Entry(name: "create return order", system: .supplyChain, set: "CDSSalesOrderHeaders", operation: "createReturnOrder"),
    Entry(name: "post free text invoice", system: .supplyChain, set: "CustomersV2", operation: "postFreeTextInvoice"),
    Entry(name: "calculate sales totals", system: .supplyChain, set: "CDSSalesOrderHeaders", operation: "calculateSalesTotals"),
    Entry(name: "populate prospect to cash", system: .supplyChain, set: "SellableReleasedProducts", operation: "populateProspectToCash"),
    Entry(
      name: "populate distinct product table", system: .supplyChain, set: "SellableReleasedProducts",
      operation: "populateDistinctProductTable"),
  ]
}
