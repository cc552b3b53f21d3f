import OData
import Twin

/// Sellable products in Supply Chain, and what Sales needs to take them.
enum BenchmarkProducts {
  static func fillSales(_ sales: TwinService) throws {
    try BenchmarkTwins.fill(sales, "uomschedules", [["name": "Default unit", "baseuomname": "ea"]])
    try BenchmarkTwins.fill(sales, "pricelevels", [["name": "Retail"]])
  }

  static func fillSupplyChain(_ supplyChain: TwinService, products: Int) throws {
    try BenchmarkTwins.fill(
      supplyChain, "UnitsOfMeasure", [["UnitSymbol": "ea", "UnitDescription": "Each", "UnitClass": "Quantity", "DecimalPrecision": 0]])
    let block = 10_000
    for start in stride(from: 0, to: products, by: block) {
      try BenchmarkTwins.fill(supplyChain, "ReleasedProductsV2", (start..<min(start + block, products)).map(product))
    }
    let job = "SellableReleasedProducts/Microsoft.Dynamics.DataEntities.populateDistinctProductTable"
    let response = supplyChain.handle(HTTPRequest(.post, "\(supplyChain.product.rules.servicePath)/\(job)"))
    guard response.status == 200 else { throw UnexpectedRun("\(job): \(response.text)") }
  }

  private static func product(_ number: Int) -> JSONObject {
    [
      "dataAreaId": "usmf", "ItemNumber": .string("P\(number)"), "ProductNumber": .string("P\(number)"),
      "ProductName": .string("Product \(number)"), "ProductDescription": .string("Product \(number) of the benchmark"),
      "ProductType": "Item", "ProductSubtype": "Product", "InventoryUnitSymbol": "ea", "SalesUnitSymbol": "ea", "PurchaseUnitSymbol": "ea",
      "ItemModelGroupId": "FIFO", "ProductGroupId": "Audio", "StorageDimensionGroupName": "SiteWH", "TrackingDimensionGroupName": "None",
      "SalesPrice": .number(ExactDecimal(10 + number % 500)), "UnitCost": 7, "IsSalesStopped": "No", "IsStockedProduct": "Yes",
    ]
  }
}
