import OData
import SQLite
import Testing

@testable import SyncEngine

/// Kill it anywhere: the next run ends in the same state.
struct CrashTests {
  /// Accounts and an order with its lines, in small pages and batches, so that there are many places to die.
  private func world() throws -> StubWorld {
    let world = try StubWorld()
    let customers = (1...5).map { world.account("A-\($0)", name: "Account \($0)") }
    let header = world.sales.insert(
      "salesorders",
      [
        "ordernumber": "SO-1", "name": "Order", "customerid_account": .object(customers[0]), "msdynce_processingstatus": 192_350_001,
        "msdynce_hasexternallymaintainedproductsonly": true, "totalamount": 290,
      ])
    for line in 1...3 {
      world.sales.insert(
        "salesorderdetails",
        [
          "salesorderid": .object(header), "sequencenumber": .number(ExactDecimal(line)), "quantity": 3, "priceperunit": 100,
          "productid": ["productnumber": "D1"], "uomid": ["name": "ea"], "msdynce_orderhasexternallymaintainedproductsonly": true,
        ])
    }
    return world
  }

  private var options: RunOptions {
    var options = RunOptions()
    options.pageSize = 2
    options.batchSize = 2
    options.attemptsMax = 2
    return options
  }

  private func runAll(_ world: StubWorld) async throws -> [Execution] {
    [try await world.run("T1", options: options), try await world.run("T6", options: options)]
  }

  private func state(_ world: StubWorld) -> [String] {
    ["CustomersV2", "CDSSalesOrderHeaders", "CDSSalesOrderLines"].flatMap { set in
      (world.supplyChain.tables[set] ?? []).map { row in
        "\(set): " + row.members.map { "\($0.name)=\($0.value.text)" }.sorted().joined(separator: " ")
      }.sorted()
    }
  }

  @Test("A process that dies at any request, before it is sent or after it was carried out, leaves nothing lost and nothing doubled")
  func diesAtEveryRequest() async throws {
    let undisturbed = try world()
    _ = try await runAll(undisturbed)
    let expected = state(undisturbed)
    let requests = undisturbed.sales.requests.count + undisturbed.supplyChain.requests.count
    #expect(requests > 20)
    for point in 1...requests {
      for wasCarriedOut in [false, true] {
        let world = try world()
        var count = 0
        let fault: (HTTPRequest) -> StubService.Fault? = { _ in
          count += 1
          if count < point { return nil }
          return count == point && wasCarriedOut ? .answerLost : .lost
        }
        world.sales.fault = fault
        world.supplyChain.fault = fault
        _ = try await runAll(world)
        world.sales.fault = { _ in nil }
        world.supplyChain.fault = { _ in nil }
        _ = try await runAll(world)
        let isSame = state(world) == expected
        #expect(isSame, "died at request \(point), \(wasCarriedOut ? "after" : "before") it was carried out")
        let writes = world.supplyChain.writes.count
        _ = try await runAll(world)
        #expect(world.supplyChain.writes.count == writes, "a run over unchanged systems writes nothing")
      }
    }
  }

  @Test("A ledger that cannot be written stops the run; what the destination has already taken is not doubled", arguments: 1...8)
  func ledgerDies(at point: Int) async throws {
    let undisturbed = try world()
    _ = try await runAll(undisturbed)
    let world = try world()
    try world.ledger.database.execute(
      """
      CREATE TABLE countdown (n INTEGER NOT NULL);
      INSERT INTO countdown VALUES (\(point));
      CREATE TRIGGER dies BEFORE INSERT ON rows WHEN (SELECT n FROM countdown) <= 1 BEGIN SELECT RAISE(ABORT, 'disk full'); END;
      CREATE TRIGGER counts AFTER INSERT ON rows BEGIN UPDATE countdown SET n = n - 1; END;
      """)
    await #expect(throws: (any Error).self) { _ = try await runAll(world) }
    try world.ledger.database.execute("DROP TRIGGER dies; DROP TRIGGER counts")
    _ = try await runAll(world)
    let isSame = state(world) == state(undisturbed)
    #expect(isSame)
  }
}
