import OData
import SyncEngine
import Testing

/// How many new rows find out which of them are at the destination already.
struct KeysAtDestinationTests {
  private let rows = 600

  private func world() throws -> StubWorld {
    let world = try StubWorld()
    for number in 1...rows { world.account("A-\(number)", name: "Account \(number)") }
    return world
  }

  private func customer(_ account: String) -> JSONObject { ["dataAreaId": "usmf", "CustomerAccount": .string(account)] }

  /// Questions after customers by their keys.
  private func looks(_ world: StubWorld) -> [String] {
    world.supplyChain.requests.filter { $0.method == .get && $0.target.contains("/CustomersV2?") }.map(\.target)
  }

  @Test("Many new rows and an empty destination: one question after any keys at all, and none after theirs")
  func emptyDestination() async throws {
    let world = try world()
    var options = RunOptions()
    options.pageSize = 550
    let execution = try await world.run("T1", options: options)
    #expect(execution.tasks[0].created == rows)
    #expect(looks(world).count == 1)
    #expect(looks(world).first?.hasSuffix("$top=1000") == true)
  }

  @Test("Those of the many that are there are looked for and updated, whatever the case of their keys")
  func someAreThere() async throws {
    let world = try world()
    for account in ["a-17", "A-400", "B-1"] { world.supplyChain.insert("CustomersV2", customer(account)) }
    let execution = try await world.run("T1")
    #expect(execution.tasks[0].created == rows - 2)
    #expect(execution.tasks[0].updated == 2)
    #expect(looks(world).count == 2)
    #expect(world.customers.count == rows + 1)
  }

  @Test("As many keys as are read or more tell nothing: each row is looked for")
  func manyAreThere() async throws {
    let world = try world()
    for number in 1...1000 { world.supplyChain.insert("CustomersV2", customer("B-\(number)")) }
    world.supplyChain.insert("CustomersV2", customer("A-5"))
    let execution = try await world.run("T1")
    #expect(execution.tasks[0].created == rows - 1)
    #expect(execution.tasks[0].updated == 1)
    #expect(looks(world).count == 1 + rows / 60)
  }

  @Test("A row that somebody else makes after the question is updated, not failed and not doubled")
  func madeMeanwhile() async throws {
    let world = try world()
    let other = customer("A-300")
    world.supplyChain.fault = { [unowned world] request in
      if request.target.hasSuffix("$batch"), world.customer("A-300") == nil { world.supplyChain.insert("CustomersV2", other) }
      return nil
    }
    let execution = try await world.run("T1")
    #expect(execution.status == .completed)
    #expect(execution.tasks[0].updated == 1)
    #expect(world.customers.count == rows)
    #expect(world.customer("A-300")?["OrganizationName"] == "Account 300")
  }

  @Test("A key that comes again in a later page changes the row that the first one made")
  func sameKeyInLaterPage() async throws {
    let world = try world()
    world.account("a-1", name: "Again")
    var options = RunOptions()
    options.pageSize = 550
    let execution = try await world.run("T1", options: options)
    #expect(execution.tasks[0].created == rows)
    #expect(execution.tasks[0].updated == 1)
    #expect(world.supplyChain.writes.filter { $0.method == .post }.count == rows, "no POST was refused")
    #expect(world.customer("A-1")?["OrganizationName"] == "Again")
  }

  @Test("Few new rows are looked for by their keys")
  func fewRows() async throws {
    let world = try StubWorld()
    for number in 1...70 { world.account("A-\(number)", name: "Account \(number)") }
    try await world.run("T1")
    #expect(looks(world).count == 2)
    #expect(looks(world).allSatisfy { $0.contains("A-") })
  }
}
