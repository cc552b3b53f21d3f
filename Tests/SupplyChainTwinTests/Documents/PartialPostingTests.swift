import OData
import SupplyChainTwin
import Testing

@Suite("Postings of parts")
struct PartialPostingTests {
  private let order = TestCompany.order("ORD-1")

  /// An order of ten units at 10.00 each.
  private func company(_ changes: JSONObject = [:], level: String = "7.3") throws -> TestCompany {
    let company = try TestCompany(SupplyChainConfiguration(level: level))
    try company.post("CDSSalesOrderHeaders", ["SalesOrderNumber": "ORD-1", "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    var body: JSONObject = [
      "SalesOrderNumber": "ORD-1", "LineCreationSequenceNumber": 1, "ProductNumber": "D0001", "OrderedSalesQuantity": 10, "SalesPrice": 10,
    ]
    for member in changes.members { body[member.name] = member.value }
    try company.post("CDSSalesOrderLines", .object(body))
    return company
  }

  private func part(_ quantity: ExactDecimal, _ more: JSONObject = [:], line: Int = 1) -> JSON {
    var entry: JSONObject = ["LineCreationSequenceNumber": .number(ExactDecimal(line)), "Quantity": .number(quantity)]
    for member in more.members { entry[member.name] = member.value }
    return ["lines": [.object(entry)]]
  }

  private func refusal(_ company: TestCompany, _ action: String, _ parameters: JSON, on target: String? = nil) -> String? {
    let response = company.send(.post, "\(target ?? order)/Microsoft.Dynamics.DataEntities.\(action)", parameters)
    return response.status == 400 ? response.infolog : nil
  }

  private func processing(_ company: TestCompany) throws -> String? { try company.get(order).text("SalesOrderProcessingStatus") }
  private func line(_ company: TestCompany, _ number: Int = 1) throws -> String? {
    try company.get(TestCompany.line("ORD-1", number)).text("SalesOrderLineStatus")
  }
  private func invoiced(_ company: TestCompany) throws -> [ExactDecimal] {
    try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines?$orderby=InvoiceNumber").compactMap { $0.number("InvoicedQuantity") }
  }

  @Test("The quantity that is picked, delivered and not invoiced, or to be delivered now can be posted by name")
  func quantityByName() throws {
    let company = try company(level: "10.0")
    try company.act("postPickingList", on: order, part(6))
    try company.act("postPackingSlip", on: order, ["quantity": "PickingList"])
    #expect(try processing(company) == "PartiallyDelivered")
    #expect(refusal(company, "postPackingSlip", ["quantity": "PickingList"])?.hasSuffix("has nothing left to deliver.") == true)
    try company.act("postInvoice", on: order, ["quantity": "PackingSlip"])
    #expect(try invoiced(company) == [6])
    try company.patch(TestCompany.line("ORD-1", 1), ["SalesDeliverNow": 3])
    try company.act("postPackingSlip", on: order, ["quantity": "DeliverNow"])
    try company.act("postInvoice", on: order, ["quantity": "PackingSlip"])
    #expect(try invoiced(company) == [6, 3])
    try company.act("postInvoice", on: order, ["quantity": "All"])
    #expect(try invoiced(company) == [6, 3, 1])
    #expect(try processing(company) == "Invoiced")
  }

  @Test("Services are posted with what is picked, where that is asked for")
  func notStocked() throws {
    let company = try company()
    try company.product("SERVICE", ["ProductType": "Service"])
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "SERVICE", "OrderedSalesQuantity": 2])
    try company.act("postPackingSlip", on: order, ["quantity": "PickingListAndNonInventoried"])
    #expect(try line(company, 1) == "Backorder")
    #expect(try line(company, 2) == "Delivered")
  }

  @Test(
    "A quantity that a form does not offer is refused with those it does",
    arguments: [
      ("postPickingList", "PickingList", "All, DeliverNow"),
      ("postPackingSlip", "PackingSlip", "All, DeliverNow, PickingList, PickingListAndNonInventoried"),
      ("postInvoice", "Everything", "All, DeliverNow, PackingSlip"),
    ])
  func quantityNotOffered(action: String, quantity: String, offered: String) throws {
    #expect(refusal(try company(), action, ["quantity": .string(quantity)])?.hasSuffix("'\(quantity)' is none of \(offered).") == true)
  }

  @Test("A line is taken once, and an entry without a quantity takes what is left of it")
  func entries() throws {
    let company = try company()
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"])
    let twice: JSON = ["lines": [["LineCreationSequenceNumber": 1], ["LineCreationSequenceNumber": 1]]]
    #expect(refusal(company, "postPackingSlip", twice)?.hasSuffix("Line 1 appears twice in 'lines'.") == true)
    #expect(refusal(company, "postPackingSlip", ["lines": [["Quantity": 1]]])?.hasSuffix("needs LineCreationSequenceNumber.") == true)
    try company.act("postPackingSlip", on: order, ["lines": [["LineCreationSequenceNumber": 1]]])
    #expect(try line(company, 1) == "Delivered")
    #expect(try line(company, 2) == "Backorder")
  }

  // MARK: More and less than ordered

  @Test("More than ordered can be delivered up to the percentage of the line, and is invoiced")
  func overdelivery() throws {
    let company = try company(["AllowedOverdeliveryPercentage": 20])
    try company.act("postPackingSlip", on: order, part(8))
    #expect(
      refusal(company, "postPackingSlip", part(5))?
        .hasSuffix("Overdelivery of line 1 is 30 percent, but the allowed overdelivery is 20 percent.") == true)
    try company.act("postPackingSlip", on: order, part(4))
    #expect(try processing(company) == "Delivered")
    try company.act("postInvoice", on: order, part(10))
    #expect(try processing(company) == "PartiallyInvoiced")
    try company.act("postInvoice", on: order)
    #expect(try processing(company) == "Invoiced")
    let lines = try company.rows("ExternallyMaintainedCustomerSalesInvoiceLines?$orderby=InvoiceNumber")
    #expect(lines.map { $0.number("LineAmount") } == [100, 20])
  }

  @Test("Less than ordered closes a line within the percentage of the line only")
  func underdelivery() throws {
    let company = try company(["AllowedUnderdeliveryPercentage": 10])
    #expect(
      refusal(company, "postPackingSlip", part(8, ["Close": true]))?
        .hasSuffix("Underdelivery of line 1 is 20 percent, but the allowed underdelivery is 10 percent.") == true)
    #expect(refusal(company, "postInvoice", part(9, ["Close": true]))?.hasSuffix("only a packing slip closes a line for delivery.") == true)
    try company.act("postPackingSlip", on: order, part(9, ["Close": true]))
    #expect(try processing(company) == "Delivered")
    try company.act("postInvoice", on: order)
    #expect(try invoiced(company) == [9])
    #expect(try processing(company) == "Invoiced")
  }

  // MARK: Stopped

  @Test(
    "A stopped order takes no document but can be cancelled", arguments: ["confirm", "postPickingList", "postPackingSlip", "postInvoice"])
  func stoppedOrder(action: String) throws {
    let company = try company()
    try company.patch(order, ["IsSalesProcessingStopped": "Yes"])
    #expect(refusal(company, action, [:])?.hasSuffix("Sales order ORD-1 is stopped.") == true)
    try company.act("cancel", on: order)
    #expect(try processing(company) == "Canceled")
  }

  @Test("A stopped line stays behind when the others are posted, and is refused when it is named")
  func stoppedLine() throws {
    let company = try company(["IsLineStopped": "Yes"])
    #expect(refusal(company, "postPackingSlip", [:])?.hasSuffix("nothing left to deliver.") == true)
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001"])
    #expect(refusal(company, "postPackingSlip", part(1))?.hasSuffix("Line 1 is stopped.") == true)
    try company.act("postInvoice", on: order)
    #expect(try invoiced(company) == [1])
    #expect(try processing(company) == "PartiallyInvoiced")
    try company.patch(TestCompany.line("ORD-1", 1), ["IsLineStopped": "No"])
    try company.act("postInvoice", on: order)
    #expect(try processing(company) == "Invoiced")
  }

  // MARK: Giving up the rest

  @Test("The rest of an order is cancelled after a part of it is delivered: the part stays, and can be invoiced")
  func cancelRemainder() throws {
    let company = try company()
    try company.post("CDSSalesOrderLines", ["SalesOrderNumber": "ORD-1", "ProductNumber": "D0001", "OrderedSalesQuantity": 5])
    try company.act("postPackingSlip", on: order, part(4))
    #expect(refusal(company, "cancel", [:])?.hasSuffix("is delivered or invoiced in part.") == true)
    try company.act("cancelDeliverRemainder", on: order)
    #expect(try processing(company) == "Delivered")
    #expect(try line(company, 1) == "Delivered")
    #expect(try line(company, 2) == "Canceled")
    #expect(refusal(company, "cancelDeliverRemainder", [:])?.hasSuffix("has nothing left to deliver.") == true)
    #expect(refusal(company, "postPackingSlip", part(1))?.hasSuffix("0 is left.") == true)
    #expect(refusal(company, "postPackingSlip", part(1, line: 2))?.hasSuffix("Line 2 is cancelled.") == true)
    try company.act("postInvoice", on: order)
    #expect(try invoiced(company) == [4])
    #expect(try processing(company) == "Invoiced")
  }

  @Test("Where all that was delivered is invoiced, cancelling the rest ends the order")
  func cancelAfterInvoice() throws {
    let company = try company()
    try company.act("postInvoice", on: order, part(4))
    try company.act("cancelDeliverRemainder", on: order)
    #expect(try processing(company) == "Invoiced")
    #expect(try line(company) == "Invoiced")
  }

  @Test("Where nothing is delivered, cancelling the rest cancels the order")
  func cancelAll() throws {
    let company = try company()
    try company.act("postPickingList", on: order, part(3))
    try company.act("cancelDeliverRemainder", on: order)
    #expect(try processing(company) == "Canceled")
    #expect(refusal(company, "cancelDeliverRemainder", [:])?.hasSuffix("has status Canceled.") == true)
  }

  @Test("The deliver remainder of one line can be made smaller, brought back and cancelled")
  func remainderOfALine() throws {
    let company = try company()
    let target = TestCompany.line("ORD-1", 1)
    try company.act("postPackingSlip", on: order, part(4))
    try company.act("updateDeliverRemainder", on: target, ["remainder": 2])
    #expect(refusal(company, "postPackingSlip", part(3))?.hasSuffix("2 is left.") == true)
    try company.act("updateDeliverRemainder", on: target)
    #expect(try line(company) == "Delivered")
    try company.act("updateDeliverRemainder", on: target, ["remainder": 6])
    #expect(try processing(company) == "PartiallyDelivered")
    for (remainder, text) in [
      (7, "the deliver remainder cannot be 7, 6 of the ordered quantity is not delivered."),
      (-1, "the deliver remainder cannot be -1, 6 of the ordered quantity is not delivered."), (6, "the deliver remainder is 6 already."),
    ] {
      let message = refusal(company, "updateDeliverRemainder", ["remainder": .number(ExactDecimal(remainder))], on: target)
      #expect(message?.hasSuffix(text) == true)
    }
    try company.act("postInvoice", on: order)
    #expect(refusal(company, "updateDeliverRemainder", [:], on: target)?.hasSuffix("has status Invoiced.") == true)
  }

  @Test("Numbers too large to calculate with are refused wherever an operation takes them", arguments: ["1e15", "-1e30", "1e36"])
  func hugeNumbers(text: String) throws {
    let company = try company()
    let huge = try JSON(decoding: Array(text.utf8))
    for (action, target, parameters) in [
      ("updateDeliverRemainder", TestCompany.line("ORD-1", 1), ["remainder": huge]),
      ("postPackingSlip", order, ["lines": [["LineCreationSequenceNumber": 1, "Quantity": huge]]]),
      (
        "postFreeTextInvoice", "CustomersV2(dataAreaId='usmf',CustomerAccount='ACC-01000-BVRCPS')",
        ["lines": [["Description": "Fee", "Amount": huge]]]
      ),
    ] as [(String, String, JSON)] {
      let response = company.send(.post, "\(target)/Microsoft.Dynamics.DataEntities.\(action)", parameters)
      #expect(response.status == 400, "\(action): \(response.text)")
      #expect(response.text.contains("Cannot convert the value of parameter"), "\(response.text)")
    }
  }
}
