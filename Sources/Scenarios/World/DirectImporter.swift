import OData
import Twin

/// Creates rows in the twins' stores without a request, by the same checks and business rules.
final class DirectImporter: RowImporter {
  private let sales: TwinService
  private let supplyChain: TwinService

  init(sales: TwinService, supplyChain: TwinService) {
    self.sales = sales
    self.supplyChain = supplyChain
  }

  func create(_ system: SystemName, _ set: String, _ payloads: [JSONObject]) throws -> [String?] {
    let service = system == .sales ? sales : supplyChain
    return try service.importRows(into: set, payloads).map { refusal in refusal?.message }
  }
}
