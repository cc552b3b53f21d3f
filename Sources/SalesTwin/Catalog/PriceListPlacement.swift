import EntityStore
import OData
import Twin

/// Puts an externally maintained product into a price list and keeps its price there.
///
/// The list is the product's default price list where the mapping names one (R-PRO-9), else the first list by name, without
/// regard to case, that is active, in its date range and in the product's currency (R-PRO-5, R-PRO-6, R-PRO-12). An item
/// left in another list stays as it is (R-PRO-11).
enum PriceListPlacement {
  /// What a client may send that makes the placement run again.
  static let causes = [
    "price", "msdynce_ismaintainedexternally", "_transactioncurrencyid_value", "_pricelevelid_value", "_defaultuomid_value", "name",
    "productnumber",
  ]

  /// - Throws: the solution's refusal when the currency has no price list (R-PRO-7).
  static func place(_ product: Row, _ work: Work) throws {
    guard let productID = product["productid"].guidValue, let unit = product["_defaultuomid_value"].guidValue,
      let currency = product["_transactioncurrencyid_value"].guidValue
    else { return }
    let list = try priceList(of: product, currency: currency, work)
    let amount = product["price"].decimalValue ?? .zero
    let schema = work.twin.model.schema("productpricelevel")
    let table = work.table("productpricelevel")
    let existing = try work.store.row(
      schema, where: ["_productid_value", "_pricelevelid_value", "_uomid_value"], equal: [.guid(productID), .guid(list), .guid(unit)])
    guard let existing else {
      var item = work.newRecord("productpricelevel")
      item["_productid_value"] = .guid(productID)
      item["_pricelevelid_value"] = .guid(list)
      item["_uomid_value"] = .guid(unit)
      item["amount"] = .decimal(amount)
      _ = try PriceListItemRules().create(&item, work)
      return
    }
    var item = Record(changing: existing, of: table)
    item.set("amount", .decimal(amount))
    item.set("productidname", product["name"])
    item.set("productnumber", product["productnumber"])
    if item.hasChanges { _ = try work.update(&item) }
  }

  private static func priceList(of product: Row, currency: GUID, _ work: Work) throws -> GUID {
    if let named = product["_pricelevelid_value"].guidValue {
      let list = try work.existing("pricelevel", named)
      guard list["_transactioncurrencyid_value"] == .guid(currency) else { throw noPriceList(product, currency, work) }
      return named
    }
    let today = work.now
    let lists = try work.rows("pricelevel", where: "_transactioncurrencyid_value", equal: currency).filter { list in
      list["statecode"] == 0 && list["begindate"].timestampValue.map { $0 <= today } ?? true
        && list["enddate"].timestampValue.map { $0.adding(seconds: 86_400) > today } ?? true
    }
    let first = lists.min { a, b in
      let (nameA, nameB) = (a["name"].stringValue?.lowercased() ?? "", b["name"].stringValue?.lowercased() ?? "")
      return nameA == nameB ? a.rowID < b.rowID : nameA < nameB
    }
    guard let id = first?["pricelevelid"].guidValue else { throw noPriceList(product, currency, work) }
    return id
  }

  private static func noPriceList(_ product: Row, _ currency: GUID, _ work: Work) -> any Error {
    let code = (try? work.currency(currency).code) ?? currency.description
    return SalesErrors.solution(
      "Product '\(product["productnumber"])' cannot be added to a price list: there is no valid price list with currency \(code). "
        + "Create an active price list in \(code).")
  }
}
