import SyncEngine
import Testing

struct TemplateTests {
  let catalog: TemplateCatalog

  init() throws { catalog = try TemplateCatalog.builtIn() }

  @Test("There are eight Direct templates, T1 to T8")
  func eight() { #expect(catalog.templates.map(\.id) == ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"]) }

  @Test(
    "A template answers to its older and its newer spelling, to its id and to a short name, whatever the case",
    arguments: [
      ("Accounts (Sales to Fin and Ops) - Direct", "T1"), ("Accounts (Sales to Supply Chain Management) - Direct", "T1"),
      ("accounts", "T1"), ("t1", "T1"), ("contacts", "T2"), ("Contacts to Customers (Sales to Fin and Ops) - Direct", "T3"),
      ("Contacts to Customer (Sales to Supply Chain Management) - Direct", "T3"), ("contacts-to-customers", "T3"),
      ("Products (Supply Chain Management to Sales) - Direct", "T4"), ("PRODUCTS", "T4"),
      ("Sales Quotes (Sales to Supply Chain Management) - Direct", "T5"), ("orders-to-supply-chain", "T6"),
      ("Sales Orders (Fin and Ops to Sales) - Direct", "T7"), ("orders-to-sales", "T7"), ("invoices", "T8"),
    ])
  func names(name: String, id: String) { #expect(catalog.template(named: name)?.id == id) }

  @Test("A name nobody knows is no template")
  func unknown() { #expect(catalog.template(named: "Leads") == nil) }

  @Test("Every row of the published pictures is there")
  func rowCounts() {
    let counts = catalog.templates.flatMap { template in template.tasks.map { "\(template.id) \($0.name) \($0.rows.count)" } }
    #expect(
      counts == [
        "T1 Accounts - Customers 30", "T2 Contacts 23", "T3 ContactToCustomer 22", "T4 Products 12", "T5 QuoteHeader 14", "T5 QuoteLine 7",
        "T6 OrderHeader 14", "T6 OrderLine 7", "T7 OrderHeader 26", "T7 OrderLine 20", "T8 SalesInvoiceHeader 21", "T8 SalesInvoiceLine 15",
      ])
  }

  @Test("A row of type Fn has a transform, a plain row has none; the one without a published transform says so")
  func mapTypes() {
    for template in catalog.templates {
      for row in template.tasks.flatMap(\.rows) {
        switch row.mapType {
        case .copy: #expect(row.transforms.isEmpty, "\(template.id) \(row.destination)")
        case .function: #expect(!row.transforms.isEmpty || row.note != nil, "\(template.id) \(row.destination)")
        }
        let suppliesValue = row.transforms.contains { $0.suppliesValue }
        #expect(row.source != nil || suppliesValue, "\(template.id) \(row.destination)")
        if row.evidence != .sourced {
          #expect(row.evidenceSource != nil, "\(template.id) \(row.destination) does not say where it comes from")
        }
      }
    }
  }

  @Test("The quirk of the quotation template is kept: the bill-to street and postal code go to the delivery address")
  func billToQuirk() throws {
    let rows = try #require(catalog.template(named: "T5")).tasks[0].rows
    let source = { (name: String) in rows.first { $0.destination == .column(name) }?.source }
    #expect(source("DELIVERYADDRESSSTREETNUMBER") == .column("billto_line2"))
    #expect(source("DELIVERYADDRESSZIPCODE") == .column("billto_postalcode"))
    #expect(source("DELIVERYADDRESSSTREET") == .column("shipto_line1"))
  }

  @Test("Entities are known under their old and new spelling", arguments: ["CDS Contacts", "Dataverse Contacts", "cds contacts"])
  func entityNames(name: String) { #expect(catalog.entitySet(named: name, in: .supplyChain) == "CDSContactPersons") }

  @Test("Every template fits the entities it names: it validates without a problem")
  func validates() async throws {
    let world = try StubWorld()
    for template in catalog.templates {
      let problems = try await world.engine.validate(Project(name: template.id, template: template))
      #expect(problems == [], "\(template.id)")
    }
  }
}

struct FieldPathTests {
  @Test(
    "A path is a column, a column of a related row, or one of several tables",
    arguments: [
      ("name", FieldPath.column("name")), ("pricelevelid.name", .related(lookup: "pricelevelid", column: "name")),
      ("oumid.name", .related(lookup: "uomid", column: "name")),
      (
        "customerid.Account(accountnumber).Contact(msdynce_contactnumber)",
        .polymorphic(
          lookup: "customerid",
          targets: [.init(table: "account", column: "accountnumber"), .init(table: "contact", column: "msdynce_contactnumber")])
      ),
    ])
  func reads(text: String, path: FieldPath) throws {
    let read = try #require(FieldPath(text))
    #expect(read == path)
    #expect(FieldPath(read.description) == path)
  }

  @Test("Anything else is refused", arguments: ["", "a.", ".a", "a.b.c", "Account(x)", "a.Account()", "a.(b).C(d)"])
  func refuses(text: String) { #expect(FieldPath(text) == nil) }
}
