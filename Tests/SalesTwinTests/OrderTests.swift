import OData
import SalesTwin
import Testing

@Suite("Orders")
struct OrderTests {
  private let draft = ExactDecimal(192_350_000)
  private let active = ExactDecimal(192_350_001)

  @Test("An order made in Sales starts as Draft, whatever it says (R-ORD-2)")
  func startsAsDraft() throws {
    let sales = try SalesClient()
    let order = try sales.order(try sales.catalog(), ["msdynce_processingstatus": 192_350_001])
    let header = try sales.get("salesorders(\(order))")
    #expect(try number(header, "msdynce_processingstatus") == draft)
    #expect(header["ordernumber"]?.stringValue?.hasPrefix("ORD-01000-") == true)
    #expect(header["msdynce_ismaintainedexternally"] == false)
  }

  @Test("Activation sets the processing status and leaves the state alone (R-ORD-2, R-ORD-11)", arguments: [true, false])
  func activation(byAction: Bool) throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog)
    try sales.line("salesorders", order, product: catalog.bike, quantity: "1")
    if byAction {
      #expect(sales.send(.post, "salesorders(\(order))/Microsoft.Dynamics.CRM.msdynce_ActivateOrder", [:]).status == 204)
    } else {
      try sales.patch("salesorders(\(order))", ["msdynce_processingstatus": 192_350_001])
    }
    let header = try sales.get("salesorders(\(order))")
    #expect(try number(header, "msdynce_processingstatus") == active)
    #expect(try number(header, "statecode") == 0)
  }

  @Test("A write-in line blocks activation, an empty order too (R-ORD-1)")
  func blockedActivation() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog)
    let activate = "salesorders(\(order))/Microsoft.Dynamics.CRM.msdynce_ActivateOrder"
    #expect(try sales.refusal(.post, activate, [:]) == "0x80040265")
    try sales.line("salesorders", order, product: catalog.bike, quantity: "1")
    try sales.create(
      "salesorderdetails",
      [
        "salesorderid@odata.bind": .string("/salesorders(\(order))"), "isproductoverridden": true, "productdescription": "Lesson",
        "priceperunit": 5, "quantity": 1,
      ])
    #expect(try sales.refusal(.post, activate, [:]) == "0x80040265")
    #expect(try sales.refusal(.patch, "salesorders(\(order))", ["msdynce_processingstatus": 192_350_001]) == "0x80040265")
    #expect(try number(try sales.get("salesorders(\(order))"), "msdynce_processingstatus") == draft)
  }

  @Test("Lines carry their order's number, and number and sequence are a key")
  func lineKey() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog, ["ordernumber": "SO-1"])
    let line = try sales.line("salesorders", order, product: catalog.bike, quantity: "1")
    #expect(try sales.get("salesorderdetails(msdynce_ordernumber='SO-1',sequencenumber=1)")["salesorderdetailid"]?.stringValue == line)
    let twin: JSON = [
      "salesorderid@odata.bind": .string("/salesorders(\(order))"), "productid@odata.bind": .string("/products(\(catalog.bell))"),
      "quantity": 1, "sequencenumber": 1,
    ]
    #expect(try sales.refusal(.post, "salesorderdetails", twin) == "0x80060892")
  }

  @Test("A deleted line's number is not given out again")
  func numbersStay() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog)
    try sales.line("salesorders", order, product: catalog.bike, quantity: "1", ["sequencenumber": 7])
    let second = try sales.line("salesorders", order, product: catalog.bike, quantity: "1")
    #expect(sales.send(.delete, "salesorderdetails(\(second))").status == 204)
    let third = try sales.line("salesorders", order, product: catalog.bike, quantity: "1")
    #expect(try number(try sales.get("salesorderdetails(\(third))"), "sequencenumber") == 9)
  }

  @Test("The number of an order cannot change after creation; the attempt is dropped")
  func numberIsFixed() throws {
    let sales = try SalesClient()
    let order = try sales.order(try sales.catalog(), ["ordernumber": "SO-1"])
    try sales.patch("salesorders(\(order))", ["ordernumber": "SO-2"])
    #expect(try sales.get("salesorders(\(order))")["ordernumber"] == "SO-1")
  }

  @Test(
    "FulfillSalesOrder and CancelSalesOrder close an order for good",
    arguments: [("FulfillSalesOrder", 3, 100_002), ("CancelSalesOrder", 2, 4)])
  func closing(vector: (String, Int64, Int64)) throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog)
    let line = try sales.line("salesorders", order, product: catalog.bike, quantity: "1")
    let close: JSON = [
      "OrderClose": ["salesorderid@odata.bind": .string("/salesorders(\(order))"), "subject": "Done"],
      "Status": .number(ExactDecimal(vector.2)),
    ]
    #expect(sales.send(.post, vector.0, close).status == 204)
    let header = try sales.get("salesorders(\(order))")
    #expect(try number(header, "statecode") == ExactDecimal(vector.1))
    #expect(try number(header, "statuscode") == ExactDecimal(vector.2))
    #expect(try sales.refusal(.patch, "salesorderdetails(\(line))", ["quantity": 2]) == "0x80043b09")
    #expect(try sales.refusal(.patch, "salesorders(\(order))", ["statecode": 0]) == "0x80040203")
    #expect(try sales.refusal(.post, vector.0, close) == "0x80040203")
  }

  @Test("ConvertSalesOrderToInvoice copies lines and amounts and makes the order Invoiced")
  func convertToInvoice() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog, ["freightamount": 5])
    let line = try sales.line("salesorders", order, product: catalog.bike, quantity: "2", ["manualdiscountamount": 10])
    let response = sales.send(.post, "ConvertSalesOrderToInvoice", ["SalesOrderId": .string(order)])
    #expect(response.status == 200, "\(response.text)")
    #expect(try number(try JSON(decoding: response.body), "totalamount") == 195)
    #expect(try sales.list("invoicedetails")[0]["_salesorderdetailid_value"]?.stringValue == line)
    #expect(try number(try sales.get("salesorders(\(order))"), "statecode") == 4)
  }

  @Test("Deleting an order takes its lines along")
  func cascade() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let order = try sales.order(catalog)
    try sales.line("salesorders", order, product: catalog.bike, quantity: "1")
    #expect(sales.send(.delete, "salesorders(\(order))").status == 204)
    #expect(try sales.list("salesorderdetails").isEmpty)
  }

  @Test("A deep insert creates order and lines in one request")
  func deepInsert() throws {
    let sales = try SalesClient()
    let catalog = try sales.catalog()
    let body = sales.header(
      catalog, "customerid_account",
      [
        "order_details": [
          ["productid@odata.bind": .string("/products(\(catalog.bike))"), "quantity": 2],
          ["productid@odata.bind": .string("/products(\(catalog.bell))"), "quantity": 1],
        ]
      ])
    let order = try sales.create("salesorders", body)
    #expect(try number(try sales.get("salesorders(\(order))"), "totalamount") == 225)
  }
}
