import OData
import Testing

@testable import SyncEngine

/// Stopping a run, and trying again only what waits.
struct CancelTests {
  @Test("A run that is cancelled stops behind the page it is at; the next run goes on there (complaint 3)")
  func cancel() async throws {
    let world = try StubWorld()
    for number in 1...9 { world.account("A-\(number)", name: "Account \(number)") }
    var options = RunOptions()
    options.pageSize = 3
    var batches = 0
    world.supplyChain.fault = { request in
      guard request.target.hasSuffix("$batch") else { return nil }
      batches += 1
      if batches == 2 { #expect((try? world.ledger.cancel(project: "T1")) == true) }
      return nil
    }
    let execution = try await world.run("T1", options: options)
    #expect(execution.status == .canceled)
    #expect(execution.tasks[0].created == 6)
    #expect(world.customers.count == 6)
    #expect(try world.ledger.executions().first?.status == "Canceled")
    world.supplyChain.fault = { _ in nil }
    let next = try await world.run("T1", options: options)
    #expect(next.status == .completed)
    #expect(next.tasks[0].read == 3)
    #expect(world.customers.count == 9)
  }

  @Test("Later tasks of a cancelled project do not begin")
  func cancelBetweenTasks() async throws {
    let world = try StubWorld()
    let account = world.account("A-1", name: "One")
    world.sales.insert(
      "salesorders",
      [
        "ordernumber": "SO-1", "name": "Order", "customerid_account": .object(account), "msdynce_processingstatus": 192_350_001,
        "msdynce_hasexternallymaintainedproductsonly": true,
      ])
    world.supplyChain.fault = { request in
      if request.target.hasSuffix("$batch") { _ = try? world.ledger.cancel(project: "T6") }
      return nil
    }
    let execution = try await world.run("T6")
    #expect(execution.status == .canceled)
    #expect(execution.tasks.map(\.task) == ["OrderHeader"])
  }

  @Test("Nothing runs, nothing is cancelled")
  func idle() async throws {
    let world = try StubWorld()
    try await world.run("T1")
    #expect(try !world.ledger.cancel(project: "T1"))
  }

  @Test("Trying again what waits touches nothing else, whether the source is read by version or in full", arguments: ["T1", "T4"])
  func waitingOnly(template: String) async throws {
    let world = try StubWorld()
    if template == "T1" {
      for number in 1...3 { world.account("A-\(number)", name: "Account \(number)") }
      world.supplyChain.refusal = { _, body in body["CustomerAccount"] == "A-2" ? "no" : nil }
    } else {
      world.sales.insert("uoms", ["name": "ea"])
      for number in 1...3 {
        world.supplyChain.insert(
          "SellableReleasedProducts",
          [
            "dataAreaId": "usmf", "ProductNumber": .string("A-\(number)"), "ProductName": "P", "CurrencyCode": "USD",
            "SalesUnitSymbol": number == 2 ? "box" : "ea", "SalesPrice": 5, "ProductType": "Item", "IsStockedProduct": "Yes",
          ])
      }
    }
    let kept = template == "T1" ? ["CUSTOMERACCOUNT", "ORGANIZATIONNAME"] : ["productnumber", "name", "defaultuomid.name"]
    let project = world.project(template, keeping: kept)
    #expect(try await world.engine.run(project).status == .warning)
    world.supplyChain.refusal = { _, _ in nil }
    if template == "T4" { world.sales.insert("uoms", ["name": "box"]) }
    if template == "T1" { world.account("A-4", name: "New") }
    let retry = try await world.engine.run(project, options: RunOptions(scope: .waiting))
    #expect(retry.status == .completed)
    #expect(retry.upserts == 1)
    #expect(try world.ledger.waitingEntries(project: template).isEmpty)
    let rest = try await world.engine.run(project)
    #expect(rest.upserts == (template == "T1" ? 1 : 0))
  }
}
