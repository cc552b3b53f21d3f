import OData
import Testing

@testable import SyncEngine

/// In which order and company rows are written.
struct WritingTests {
  /// Batches of writes, as they went out, by what `text` finds in each write.
  private func batches(_ service: StubService) throws -> [[HTTPRequest]] {
    try service.requests.filter { $0.target.hasSuffix("$batch") }.map { request in
      try BatchFormat.parseRequest(body: request.body, contentType: request.headers["Content-Type"] ?? "").flatMap { item in
        switch item {
        case .request(let part): [part.request]
        case .changeSet(let parts): parts.map(\.request)
        }
      }
    }
  }

  @Test("Two new rows of one key: the first makes the row, the second changes it, and a further run writes nothing")
  func sameKeyTwice() async throws {
    let world = try StubWorld()
    world.account("A-1", name: "First")
    world.account("A-2", name: "Other")
    world.account("a-1", name: "Second")
    let execution = try await world.run("T1")
    #expect(execution.status == .completed)
    #expect(execution.tasks[0].created == 2)
    #expect(execution.tasks[0].updated == 1)
    #expect(world.customers.count == 2)
    #expect(world.customer("A-1")?["OrganizationName"] == "Second")
    #expect(try await world.run("T1").upserts == 0)
  }

  @Test("The lines of a document go into one batch, or into batches one after the other")
  func documentsStayTogether() async throws {
    let world = try StubWorld()
    let account = world.account("A-1", name: "One")
    var headers: [JSONObject] = []
    for number in 1...4 {
      headers.append(
        world.sales.insert(
          "salesorders",
          [
            "ordernumber": .string("SO-\(number)"), "name": "Order", "customerid_account": .object(account),
            "msdynce_processingstatus": 192_350_001, "msdynce_hasexternallymaintainedproductsonly": true,
          ]))
    }
    // Lines come in turn, so that every document is spread over the page.
    for line in 1...3 {
      for header in headers {
        world.sales.insert(
          "salesorderdetails",
          [
            "salesorderid": .object(header), "sequencenumber": .number(ExactDecimal(line)), "quantity": 3, "priceperunit": 100,
            "productid": ["productnumber": "D1"], "uomid": ["name": "ea"], "msdynce_orderhasexternallymaintainedproductsonly": true,
          ])
      }
    }
    var options = RunOptions()
    options.batchSize = 2
    let execution = try await world.run("T6", options: options)
    #expect(execution.status == .completed)
    let documents = try batches(world.supplyChain).map { batch -> [String] in
      try batch.filter { $0.target.contains("CDSSalesOrderLines") }.map { request in
        try JSON(decoding: request.body)["SalesOrderNumber"]?.stringValue ?? ""
      }
    }.filter { !$0.isEmpty }
    #expect(documents.allSatisfy { Set($0).count == 1 })
    // A document of three lines goes out two lines at a time; the third waits until the first two are settled.
    #expect(documents.map(\.count).sorted() == [1, 1, 1, 1, 2, 2, 2, 2])
    #expect(documents.prefix(4).allSatisfy { $0.count == 2 })
  }
}
