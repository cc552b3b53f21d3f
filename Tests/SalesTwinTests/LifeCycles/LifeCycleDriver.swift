import OData
import Testing
import Twin

@testable import SalesTwin

/// Makes rows and takes them through their states, by the ways the model offers.
struct LifeCycleDriver {
  let sales: SalesClient
  let catalog: SalesClient.Catalog
  let cycle: LifeCycle

  init(_ cycle: LifeCycle) throws {
    sales = try SalesClient()
    catalog = try sales.catalog()
    self.cycle = cycle
  }

  func path(_ id: String) -> String { "\(cycle.set)(\(id))" }

  /// A new row, with a line where the table has lines, in a state.
  func row(in state: Int64) throws -> String {
    let id = try new(state)
    let start = try number(try sales.get(path(id)), "statecode").exactInt64 ?? 0
    for move in route(from: start, to: state) { try make(move, id) }
    #expect(try number(try sales.get(path(id)), "statecode").exactInt64 == state)
    return id
  }

  private func new(_ state: Int64) throws -> String {
    switch cycle.table {
    case "lead": return try sales.create("leads", ["subject": "Bikes wanted", "lastname": "Doe", "companyname": "Doe Ltd"])
    case "product":
      return try sales.create(
        "products",
        [
          "productnumber": .string("P-\(try sales.list("products").count)"), "name": "Pump", "statecode": state == 2 ? 2 : 0,
          "defaultuomid@odata.bind": .string("/uoms(\(catalog.each))"),
          "defaultuomscheduleid@odata.bind": .string("/uomschedules(\(catalog.unitGroup))"),
        ])
    default:
      let id = try sales.create(cycle.set, sales.header(catalog, "customerid_account", [:]))
      let line = cycle.table == "opportunity" ? "opportunityproducts" : "\(cycle.table)details"
      try sales.create(
        line,
        [
          "\(cycle.table)id@odata.bind": .string("/\(path(id))"), "productid@odata.bind": .string("/products(\(catalog.bike))"),
          "quantity": 2,
        ])
      return id
    }
  }

  /// The shortest way through the moves.
  private func route(from start: Int64, to end: Int64) -> [LifeCycle.Move] {
    var reached: [(state: Int64, way: [LifeCycle.Move])] = [(start, [])]
    var position = 0
    while position < reached.count {
      let (state, way) = reached[position]
      if state == end { return way }
      for move in cycle.moves where move.from == state && !reached.contains(where: { $0.state == move.to }) {
        reached.append((move.to, way + [move]))
      }
      position += 1
    }
    return []
  }

  private func make(_ move: LifeCycle.Move, _ id: String) throws {
    if move.byUpdate {
      try sales.patch(path(id), ["statecode": .number(ExactDecimal(move.to))])
    } else {
      let action = try #require(cycle.actions.first { move.actions.contains($0.name) && $0.takesStatus })
      let response = run(action, id, status: -1)
      #expect(response.status < 300, "\(response.text)")
    }
  }

  func run(_ action: LifeCycle.Action, _ id: String, status: Int64?) -> HTTPResponse {
    let wanted: JSON = .number(ExactDecimal(status ?? -1))
    func close(_ name: String) -> JSON {
      [name: ["\(cycle.table)id@odata.bind": .string("/\(path(id))"), "subject": "Done"], "Status": wanted]
    }
    switch action.name {
    case "WinQuote", "CloseQuote": return sales.send(.post, action.name, close("QuoteClose"))
    case "FulfillSalesOrder", "CancelSalesOrder": return sales.send(.post, action.name, close("OrderClose"))
    case "WinOpportunity", "LoseOpportunity": return sales.send(.post, action.name, close("OpportunityClose"))
    case "ReviseQuote", "ConvertQuoteToSalesOrder": return sales.send(.post, action.name, ["QuoteId": .string(id)])
    case "ConvertSalesOrderToInvoice": return sales.send(.post, action.name, ["SalesOrderId": .string(id)])
    default:
      return sales.send(
        .post, "\(path(id))/Microsoft.Dynamics.CRM.\(action.name)",
        ["CreateAccount": false, "CreateContact": false, "CreateOpportunity": false, "Status": wanted])
    }
  }

  /// Activities about closing that a row has.
  func activities(_ id: String) throws -> [JSON] {
    let tables = ["quote": "quotecloses", "salesorder": "ordercloses", "opportunity": "opportunitycloses"]
    guard let set = tables[cycle.table] else { return [] }
    let found = try sales.list("\(set)?$filter=_\(cycle.table)id_value eq \(id)")
    #expect(try sales.list("\(set)?$filter=_regardingobjectid_value eq \(id)").count == found.count)
    return found
  }
}
