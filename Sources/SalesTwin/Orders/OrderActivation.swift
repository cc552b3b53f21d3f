import EntityStore
import OData
import Twin

/// The Activate button of an order: it becomes Active and travels with the next run (R-ORD-2, R-ORD-4). Its Sales state stays
/// as it is, so that updates can come back (R-ORD-11). The one-way generation has no such button (operations.csv).
enum OrderActivation {
  static func activate(_ order: Row, _ work: Work) throws {
    try check(order)
    var record = Record(changing: order, of: work.table("salesorder"))
    record["msdynce_processingstatus"] = .int(ProcessingStatus.active)
    _ = try work.update(&record)
  }

  /// - Throws: the solution's refusal for an order that is no draft, or holds anything but externally maintained products
  ///   (R-ORD-1).
  static func check(_ order: Row) throws {
    let number = order["ordernumber"]
    let status = order["msdynce_processingstatus"]
    guard status.isNull || status == .int(ProcessingStatus.draft) else {
      throw SalesErrors.solution("Order \(number) cannot be activated: its processing status is not Draft.")
    }
    guard order["msdynce_hasexternallymaintainedproductsonly"] == true else {
      throw SalesErrors.solution(
        "Order \(number) cannot be activated: it may only have externally maintained products. Remove write-in lines and products "
          + "that are not maintained externally, and add at least one line.")
    }
  }
}
