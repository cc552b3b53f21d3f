import OData
import Testing
import Twin

@testable import SalesTwin

@Suite("The Sales model")
struct ModelTests {
  @Test("$metadata can be read back and names what the integration needs")
  func metadata() throws {
    let sales = try SalesClient()
    let response = sales.send(.get, "$metadata")
    #expect(response.status == 200)
    let model = try CSDL.read(response.body)
    let line = try #require(model.entityType("salesorderdetail"))
    #expect(line.alternateKeys.map(\.properties) == [["msdynce_ordernumber", "sequencenumber"]])
    #expect(line.property("is_foreign") == nil)
    #expect(model.entitySet("numbersequences") == nil)
    #expect(model.entityType("quote")?.navigationProperty("quote_details")?.targetType == "quotedetail")
    #expect(model.entityType("contact")?.navigationProperty("parentcustomerid_account")?.targetType == "account")
    #expect(model.operations.contains { $0.name == "ConvertQuoteToSalesOrder" })
  }

  @Test("Every column of the published mapping pictures is there")
  func mappedColumns() throws {
    let model = try SalesClient().twin.model
    let mapped: [String: [String]] = [
      "account": [
        "creditlimit", "fax", "numberofemployees", "accountnumber", "address1_city", "address1_country", "description", "emailaddress1",
        "address1_line1", "telephone1", "address1_postalcode", "address1_stateorprovince", "websiteurl", "name", "address2_line1",
        "address2_city", "address2_country", "address2_postalcode", "address2_stateorprovince",
      ],
      "contact": [
        "department", "gendercode", "governmentid", "firstname", "middlename", "lastname", "msdynce_contactnumber", "familystatuscode",
        "donotemail", "jobtitle", "statecode", "creditlimit", "fax", "fullname", "websiteurl", "address1_line1",
      ],
      "product": [
        "description", "name", "productnumber", "price", "currentcost", "isstockitem", "producttypecode",
        "msdynce_ismaintainedexternally", "quantitydecimal",
      ],
      "quote": ["shipto_city", "billto_line2", "billto_postalcode", "quotenumber", "totalamount", "name"],
      "quotedetail": ["quantity", "sequencenumber", "manualdiscountamount", "priceperunit"],
      "salesorder": [
        "shipto_city", "billto_city", "msdynce_processingstatus", "totalamount", "discountamount", "totaltax", "freightamount",
        "ordernumber", "statecode", "statuscode", "msdynce_ismaintainedexternally", "description",
      ],
      "salesorderdetail": [
        "shipto_line2", "extendedamount", "sequencenumber", "quantity", "description", "msdynce_ordernumber", "manualdiscountamount",
        "tax", "priceperunit", "ispriceoverridden", "msdynce_ismaintainedexternally",
      ],
      "invoice": [
        "billto_line1", "discountamount", "msdynce_invoicedate", "name", "invoicenumber", "totalamount", "freightamount",
        "totaldiscountamount", "totaltax", "ispricelocked", "statuscode",
      ],
      "invoicedetail": [
        "sequencenumber", "quantity", "priceperunit", "manualdiscountamount", "extendedamount", "tax", "msdynce_invoicenumber",
        "description", "producttypecode", "propertyconfigurationstatus", "ispriceoverridden",
      ],
    ]
    for (table, columns) in mapped.sorted(by: { $0.key < $1.key }) {
      let type = try #require(model.edm.entityType(table))
      #expect(columns.filter { type.property($0) == nil } == [], "of \(table)")
    }
  }

  @Test("Every state of the state model stands among the choices of its table, with all its statuses")
  func states() throws {
    let model = try SalesClient().twin.model
    for table in model.tables {
      guard let states = StateModel.of(table.name) else { continue }
      let stateChoices = Set((table.column("statecode")?.choices ?? []).map(\.value))
      let statusChoices = Set((table.column("statuscode")?.choices ?? []).map(\.value))
      #expect(Set(states.states.map(\.value)) == stateChoices, "of \(table.name)")
      #expect(Set(states.states.flatMap(\.statuses)) == statusChoices, "of \(table.name)")
      #expect(states.states.allSatisfy { $0.statuses.contains($0.defaultStatus) })
    }
  }

  @Test("Numbers of processing status are those of the model")
  func processingStatus() throws {
    let column = try #require(try SalesClient().twin.model.table("salesorder")?.column("msdynce_processingstatus"))
    #expect(column.choices.first { $0.label == "Draft" }?.value == ProcessingStatus.draft)
    #expect(column.choices.first { $0.label == "Active" }?.value == ProcessingStatus.active)
  }
}
