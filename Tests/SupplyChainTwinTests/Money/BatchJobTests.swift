import Ambient
import EntityStore
import OData
import SupplyChainTwin
import Testing

@Suite struct BatchJobTests {
  private static let hour: Int64 = 3_600_000

  private func job(_ company: TestCompany, _ values: JSONObject) throws -> JSON { try company.post("BatchJobs", .object(values)) }

  private func flag(_ company: TestCompany, _ order: String) throws -> String? {
    try company.get(TestCompany.order(order)).text("AreTotalsUpdated")
  }

  private func starts(_ company: TestCompany) throws -> [String?] {
    try company.rows("BatchJobHistories?$orderby=BatchJobHistoryRecId").map { $0.text("StartDateTime") }
  }

  @Test("A job runs once at its time, not before, and is in the history")
  func once() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD")
    let job = try job(company, ["JobName": "CalculateSalesTotals", "StartDateTime": "2018-04-03T09:00:00Z"])
    #expect(job.text("JobDescription") == "Calculate sales totals")
    #expect(job.text("Status") == "Waiting")
    company.clock.advance(milliseconds: Self.hour - 1)
    #expect(try flag(company, "ORD") == "No")
    company.clock.advance(milliseconds: 1)
    #expect(try flag(company, "ORD") == "Yes")
    let entry = try #require(try company.rows("BatchJobHistories").first)
    #expect(entry.text("Status") == "Finished")
    #expect(entry.text("StartDateTime") == "2018-04-03T09:00:00Z")
    #expect(entry.number("Documents") == 1)
    #expect(try company.rows("BatchJobs").first?.text("Status") == "Finished")
    try company.patch(TestCompany.line("ORD", 1), ["SalesPrice": 1])
    company.clock.advance(milliseconds: 100 * Self.hour)
    #expect(try flag(company, "ORD") == "No")
  }

  @Test(
    "A job comes again every so many minutes, hours or days until its end",
    arguments: [("Minutes", 90, 5400), ("Hours", 2, 7200), ("Days", 1, 86_400)] as [(String, Int, Int64)])
  func recurring(unit: String, interval: Int, seconds: Int64) throws {
    let company = try TestCompany()
    let start = try #require(Timestamp("2018-04-03T10:00:00Z"))
    try company.post(
      "BatchJobs",
      [
        "JobName": "CalculateSalesTotals", "StartDateTime": .string(start.description), "RecurrenceUnit": .string(unit),
        "RecurrenceInterval": .number(ExactDecimal(interval)),
        "RecurrenceEndDateTime": .string(start.adding(seconds: 3 * seconds).description),
      ])
    company.clock.advance(milliseconds: 2 * Self.hour + 2 * seconds * 1000)
    #expect(try starts(company) == (0...2).map { start.adding(seconds: Int64($0) * seconds).description })
    #expect(try company.rows("BatchJobs").first?.text("StartDateTime") == start.adding(seconds: 3 * seconds).description)
    company.clock.advance(milliseconds: 10 * seconds * 1000)
    #expect(try starts(company).count == 4)
    #expect(try company.rows("BatchJobs").first?.text("Status") == "Finished")
  }

  @Test("Each run sees what was there at its time: what changes later waits for the next one")
  func order() throws {
    let company = try TestCompany()
    _ = try job(company, ["JobName": "CalculateSalesTotals", "RecurrenceUnit": "Hours", "RecurrenceInterval": 1])
    try company.orderWithLine("ORD")
    #expect(try flag(company, "ORD") == "No")
    company.clock.advance(milliseconds: Self.hour)
    #expect(try flag(company, "ORD") == "Yes")
    try company.patch(TestCompany.line("ORD", 1), ["SalesPrice": 1])
    company.clock.advance(milliseconds: Self.hour / 2)
    #expect(try flag(company, "ORD") == "No")
    company.clock.advance(milliseconds: Self.hour / 2)
    #expect(try flag(company, "ORD") == "Yes")
    #expect(try company.rows("BatchJobHistories?$orderby=BatchJobHistoryRecId").map { $0.number("Documents") } == [0, 1, 1])
  }

  @Test("After a long silence the first run does the work, and the history keeps about a hundred lines of the others")
  func silence() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD")
    _ = try job(company, ["JobName": "CalculateSalesTotals", "RecurrenceUnit": "Minutes", "RecurrenceInterval": 1, "LookBackDays": 0])
    company.clock.advance(milliseconds: 30 * 24 * Self.hour)
    #expect(try flag(company, "ORD") == "Yes")
    let history = try company.rows("BatchJobHistories?$orderby=BatchJobHistoryRecId")
    #expect((100...102).contains(history.count))
    #expect(history.first?.number("Documents") == 1)
    #expect(history.last?.text("StartDateTime") == "2018-05-03T08:00:00Z")
  }

  @Test("The options of the job count: look-back, orders, quotations")
  func options() throws {
    let company = try TestCompany()
    try company.orderWithLine("OLD")
    company.clock.advance(milliseconds: 10 * 24 * Self.hour)
    try company.orderWithLine("NEW")
    try company.post(
      "CDSSalesQuotationHeaders", ["SalesQuotationNumber": "QUO", "RequestingCustomerAccountNumber": .string(TestCompany.customer)])
    _ = try job(company, ["LookBackDays": 7, "CalculateQuotations": "No", "NumberOfThreads": 4])
    #expect(try flag(company, "OLD") == "No")
    #expect(try flag(company, "NEW") == "Yes")
    #expect(try company.get(TestCompany.quotation("QUO")).text("AreTotalsCalculated") == "No")
    _ = try job(company, ["CalculateSalesOrders": "No"])
    #expect(try flag(company, "OLD") == "No")
    #expect(try company.get(TestCompany.quotation("QUO")).text("AreTotalsCalculated") == "Yes")
  }

  @Test("The other jobs can be scheduled too; one that cannot run says why in the history")
  func otherJobs() throws {
    let company = try TestCompany()
    _ = try job(company, ["JobName": "PopulateDistinctProductTable", "StartDateTime": "2018-04-04T08:00:00Z"])
    _ = try job(company, ["JobName": "SalesPopulateProspectToCash", "StartDateTime": "2018-04-04T08:00:00Z"])
    #expect(try company.rows("SellableReleasedProducts").isEmpty)
    company.clock.advance(milliseconds: 24 * Self.hour)
    #expect(try company.rows("SellableReleasedProducts").count == 1)
    let history = try company.rows("BatchJobHistories?$orderby=BatchJobHistoryRecId")
    #expect(history.map { $0.text("Status") } == ["Finished", "Error"])
    #expect(history.last?.text("Message")?.contains("only version 1611 has it") == true)
    #expect(try company.rows("BatchJobs?$orderby=BatchJobRecId").map { $0.text("Status") } == ["Finished", "Error"])
  }

  @Test("A job can be withheld, taken up again, moved and deleted; other statuses are the system's")
  func withheld() throws {
    let company = try TestCompany()
    let id = try #require(
      try job(company, ["StartDateTime": "2018-04-03T09:00:00Z", "RecurrenceUnit": "Hours"]).number("BatchJobRecId"))
    let job = "BatchJobs(BatchJobRecId=\(id))"
    try company.patch(job, ["Status": "Hold"])
    company.clock.advance(milliseconds: 5 * Self.hour)
    #expect(try starts(company).isEmpty)
    try company.patch(job, ["Status": "Waiting"])
    #expect(try starts(company) == ["2018-04-03T13:00:00Z"])
    try company.patch(job, ["StartDateTime": "2018-04-03T20:00:00Z"])
    company.clock.advance(milliseconds: 6 * Self.hour)
    #expect(try starts(company).count == 1)
    #expect(company.send(.patch, job, ["Status": "Finished"]).status == 400)
    let deleted = company.send(.delete, job)
    #expect(deleted.status == 204, "\(deleted.text)")
    company.clock.advance(milliseconds: 24 * Self.hour)
    #expect(try starts(company).count == 1)
  }

  @Test("A job works in its company")
  func company() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD")
    _ = try job(company, ["CompanyAccounts": "demf"])
    #expect(try flag(company, "ORD") == "No")
    _ = try job(company, ["CompanyAccounts": "USMF"])
    #expect(try flag(company, "ORD") == "Yes")
    #expect(company.send(.post, "BatchJobs", ["CompanyAccounts": "none"]).status == 400)
  }

  @Test("A world put back to an earlier moment goes on with the jobs it had then")
  func restored() throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD")
    _ = try job(company, ["StartDateTime": "2018-04-03T09:00:00Z"])
    let image = try company.twin.store.snapshot()
    company.clock.advance(milliseconds: Self.hour)
    #expect(try flag(company, "ORD") == "Yes")
    try company.twin.store.restore(image)
    company.clock.restart(at: Timestamp("2018-04-03T08:30:00Z")!)
    #expect(try flag(company, "ORD") == "No")
    company.clock.advance(milliseconds: Self.hour)
    #expect(try flag(company, "ORD") == "Yes")
  }

  @Test("The job's numbers cannot be less than nothing")
  func negative() throws {
    let company = try TestCompany()
    let action = "CDSSalesOrderHeaders/Microsoft.Dynamics.DataEntities.calculateSalesTotals"
    for parameter in ["lookBackDays", "threads"] { #expect(company.send(.post, action, [parameter: -1]).status == 400) }
    #expect(company.send(.post, action, ["lookBackDays": 0, "threads": 8, "salesOrders": true, "quotations": true]).status == 200)
    #expect(company.send(.post, "BatchJobs", ["RecurrenceUnit": "Hours", "RecurrenceInterval": 0]).status == 400)
  }

  @Test("A total that fits no column fails the job, not whoever asks next")
  func tooMuch() throws {
    let company = try TestCompany()
    try company.order("ORD")
    for _ in 1...2 { try company.line("ORD", quantity: 999_999_999, ["SalesPrice": 9000]) }
    _ = try job(company, ["JobName": "CalculateSalesTotals"])
    #expect(try flag(company, "ORD") == "No")
    #expect(try company.rows("BatchJobHistories").first?.text("Status") == "Error")
    #expect(try company.rows("BatchJobs").first?.text("Status") == "Error")
  }
}
