import Ambient
import OData
import SupplyChainTwin
import Testing
import Twin

@Suite struct LevelTests {
  /// Every release with every combination of its hotfixes: base entities, order headers, order lines, orders from Sales.
  static let matrix: [(String, Bool, Bool, Bool, Bool)] = {
    var cases = ["7.3", "10.0", "10.0.35", "10.0.36"].map { ($0, true, true, true, true) }
    for combination in 0..<8 {
      func has(_ bit: Int) -> Bool { combination & bit != 0 }
      func level(_ release: String, _ names: [String]) -> String {
        ([release] + names.indices.filter { has(1 << $0) }.map { names[$0] }).joined(separator: "+")
      }
      cases.append((level("1611", ["KB4033093", "KB4037542", "KB4051266"]), has(1), has(2), has(2), has(4)))
      cases.append((level("7.2", ["KB4036461", "KB4036524", "KB4045570"]), true, has(1) || has(4), has(2) || has(4), has(4)))
    }
    return cases
  }()

  @Test("A level offers the entities its hotfixes bring", arguments: matrix)
  func entities(level: String, base: Bool, headers: Bool, lines: Bool, fromSales: Bool) throws {
    let company = try TestCompany(SupplyChainConfiguration(level: level), setUp: false)
    for (set, isThere) in [
      ("CustomersV2", base), ("CDSContactPersons", base), ("SellableReleasedProducts", base), ("CDSSalesQuotationHeaders", base),
      ("CDSSalesQuotationLines", base), ("ExternallyMaintainedCustomerSalesInvoiceHeaders", base), ("CDSSalesOrderHeaders", headers),
      ("CDSSalesOrderLines", lines), ("CustomerGroups", true),
    ] {
      #expect(company.send(.get, set).status == (isThere ? 200 : 404), "\(set) at \(level)")
    }
    // The flow needs customers, and the entities themselves.
    guard headers, base else { return }
    let full = try TestCompany(SupplyChainConfiguration(level: level))
    let fromThere = full.send(
      .post, "CDSSalesOrderHeaders", ["SalesOrderNumber": "ORD-1", "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    #expect(fromThere.status == (fromSales ? 201 : 400))
    try full.post("CDSSalesOrderHeaders", ["OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
  }

  /// Every level of `matrix`, and with the one-time job where a level has it.
  static let states = matrix.map(\.0).flatMap { $0.contains("KB4033093") ? [$0, "\($0)+job"] : [$0] }

  @Test("What can be seen from outside is what the table of levels says, at every level", arguments: states)
  func probed(state: String) throws {
    let table = try LevelState(state)
    let level = table.level.description
    let company = try TestCompany(SupplyChainConfiguration(level: level), onForms: true)
    if table.hasJobRun { try company.act("populateProspectToCash", on: "SellableReleasedProducts") }
    let outside = LevelProbe(company: company, level: level)
    let past = try OldRows(upTo: table)
    for capability in try SupplyChainLevel.capabilityTable().capabilities {
      let seen: LevelState.Offer
      switch capability.name {
      case "customers", "contacts", "quotations", "invoices", "orderHeaders": seen = try outside.hasEntities(of: capability.name)
      case "products": seen = try outside.hasEntities(of: "products", isWhole: try past.isProductListed)
      case "quotationLines", "invoiceLines", "orderLines":
        seen = try outside.hasEntities(of: capability.name, isWhole: past.areApart(outside.set(of: capability.name)))
      case "lineNumbers": seen = try outside.offer(outside.firstLineNumber() == 1)
      case "uniqueLineNumbers": seen = try outside.offer(past.areApart("CDSSalesOrderLines"))
      case "populateProspectToCash": seen = outside.offer(company.populates())
      case "laterColumns": seen = outside.offer(outside.metadata.contains("\"PickedQuantity\""))
      case "laterEntities":
        seen = outside.offer(
          ["CustomersV3", "CDSSalesOrderLinesV2", "CDSContactPersonsV2", "ExternallyMaintainedCustomerSalesInvoiceLinesV2"]
            .allSatisfy(outside.isThere))
      case "deliveredPartiallyInvoiced": seen = outside.offer(outside.metadata.contains("DeliveredPartiallyInvoiced"))
      case "voucherInInvoiceKey":
        seen = outside.offer(
          company.service.handle(HTTPRequest(.get, "/data/ExternallyMaintainedCustomerSalesInvoiceHeaders?$select=LedgerVoucher")).status
            == 200)
      case "resourceLimits": seen = outside.offer(try LevelProbe.isTurnedAway(["utilization": 100], requests: 1, level))
      case "userLimits": seen = outside.offer(try LevelProbe.isTurnedAway(["requests": 1], requests: 2, level))
      case "userLimitsByDefault": seen = outside.offer(try LevelProbe.isTurnedAway([:], requests: 53, level))
      case "ordersFromSales": seen = outside.offer(outside.takesOrderFromSales())
      case "freightTax":
        let there = try outside.offer(taxOfCharges(company))
        seen = try there == .present && !past.areApart("CDSSalesOrderLines") ? .untilJob : there
      default:
        Issue.record("nobody probes \(capability.name)")
        continue
      }
      #expect(seen == table.offer(of: capability), "\(capability.name) at \(state)")
    }
  }

  /// Whether Sales is told of the tax on a charge of the header.
  private func taxOfCharges(_ company: TestCompany) throws -> Bool {
    try company.orderWithFreight().number("OrderTotalTaxAmount") == decimal("26.00")
  }

  @Test("An unknown level is refused with the list of those there are")
  func unknown() throws {
    let ambient = Ambient(clock: VirtualClock(start: Timestamp("2018-04-03T08:00:00Z")!), seed: 1)
    let error = #expect(throws: SupplyChainModelError.self) {
      try SupplyChainTwin(ambient: ambient, configuration: SupplyChainConfiguration(level: "8.1"))
    }
    #expect(error?.message.hasPrefix("Supply Chain has no level '8.1'. Releases: 1611, 7.2, 7.3, 10.0, 10.0.35, 10.0.36;") == true)
  }

  @Test("Every capability of a release or hotfix is told in words, and none besides")
  func words() throws {
    let used = Set(try SupplyChainLevel.releases().flatMap(\.capabilities) + SupplyChainLevel.hotfixes().flatMap(\.capabilities))
    #expect(used == Set(try SupplyChainLevel.capabilityTable().capabilities.map(\.name)))
  }

  @Test("A hotfix of another release, an unknown one, one that is there and a step back are refused")
  func impossible() throws {
    for (level, name, reason) in [
      ("7.2", "KB4033093", "KB4033093 is a hotfix of release 1611 and cannot be installed on 7.2."),
      ("7.2", "KB1", "There is no hotfix 'KB1'. Those of 7.2: KB4036461, KB4036524, KB4045570."),
      ("7.3", "KB1", "There is no hotfix 'KB1'. Release 7.3 needs none."),
      ("7.2+KB4036461", "KB4036461", "KB4036461 is installed already."),
      ("7.3", "7.2", "Release 7.2 cannot take the place of 7.3: there is no way back."),
    ] {
      let error = #expect(throws: SupplyChainModelError.self) { try SupplyChainLevel(level).installing(name) }
      #expect(error?.message == reason)
    }
  }

  @Test("Taken at its word, KB4051266 brings orders to Sales and none from there")
  func literalText() throws {
    let level = "1611+KB4033093+KB4051266"
    #expect(try SupplyChainLevel(level).capabilities.contains("ordersFromSales"))
    #expect(try !SupplyChainLevel(level).capabilities.contains("orderHeaders"))
    #expect(try !SupplyChainLevel(level, literalKbText: true).capabilities.contains("ordersFromSales"))
    #expect(try SupplyChainLevel(level, literalKbText: true).capabilities.isSuperset(of: ["orderHeaders", "orderLines"]))
  }

  @Test("A hotfix installed on a running system brings its entities, and rows stay")
  func whileItRuns() throws {
    let company = try TestCompany(SupplyChainConfiguration(level: "7.2"))
    let customers = try company.rows("CustomersV2").count
    #expect(company.send(.get, "CDSSalesOrderHeaders").status == 404)
    let twin = try #require(company.service.product as? SupplyChainTwin)
    company.service.replaceProduct(try twin.installing("KB4045570"))
    #expect(company.send(.get, "CDSSalesOrderHeaders").status == 200)
    #expect(try company.rows("CustomersV2").count == customers)
    try company.post(
      "CDSSalesOrderHeaders", ["SalesOrderNumber": "ORD-1", "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    let patched = try #require(company.service.product as? SupplyChainTwin)
    company.service.replaceProduct(try patched.installing("7.3"))
    #expect(try company.rows("CDSSalesOrderHeaders").count == 1)
  }

  @Test("Columns of later releases are there at a later level only")
  func laterColumns() throws {
    for (level, isThere) in [("7.3", false), ("10.0", true)] {
      let company = try TestCompany(SupplyChainConfiguration(level: level), setUp: false)
      #expect(company.send(.get, "CDSSalesOrderLines?$select=PickedQuantity").status == (isThere ? 200 : 400))
    }
  }

  @Test("The job of version 1611 is there at version 1611 only")
  func populateJob() throws {
    let old = try TestCompany(SupplyChainConfiguration(level: "1611+KB4033093+KB4037542+KB4051266"))
    #expect(try old.act("populateProspectToCash", on: "SellableReleasedProducts")?.numberValue == 1)
    #expect(try old.rows("SellableReleasedProducts").count == 1)
    // The first hotfix brings the job, orders come with a later one.
    let first = try TestCompany(SupplyChainConfiguration(level: "1611+KB4033093"))
    #expect(try first.act("populateProspectToCash", on: "SellableReleasedProducts")?.numberValue == 1)
    let new = try TestCompany()
    #expect(new.send(.post, "SellableReleasedProducts/Microsoft.Dynamics.DataEntities.populateProspectToCash").status == 400)
  }

  @Test("Property names keep their spelling, odd as it is")
  func spelling() throws {
    let company = try TestCompany(setUp: false)
    func properties(_ type: String) throws -> Set<String> {
      Set(try #require(company.twin.model.edm.entityType(type)).properties.map(\.name))
    }
    let order = try properties("CDSSalesOrderHeader")
    #expect(order.isSuperset(of: ["FormattedDelveryAddress", "DeliveryBuildingCompliment", "DeliveryTermsCode"]))
    #expect(!order.contains("FormattedDeliveryAddress"))
    #expect(try properties("CDSSalesOrderLine").isSuperset(of: ["FormattedDeliveryAddress", "DeliveryTermsId"]))
    #expect(try properties("ExternallyMaintainedCustomerSalesInvoiceHeader").isSuperset(of: ["InvoiceAddressState", "TotalChargeAmount"]))
    #expect(try properties("SellableReleasedProduct").count == 15)
  }

  @Test("The metadata says what can be null: texts and enumerations outside the key, never numbers and dates")
  func nullability() throws {
    let company = try TestCompany(setUp: false)
    for name in ["CDSSalesOrderHeader", "CustomerV2", "ExternallyMaintainedCustomerSalesInvoiceLine"] {
      let type = try #require(company.twin.model.edm.entityType(name))
      for property in type.properties {
        let isKey = type.key.contains(property.name)
        switch property.type {
        case .string, .enumeration: #expect(property.isNullable == !isKey, "\(name).\(property.name)")
        default: #expect(!property.isNullable, "\(name).\(property.name)")
        }
      }
    }
  }

  @Test("Hidden tables and columns do not leave the twin")
  func hidden() throws {
    let company = try TestCompany(setUp: false)
    #expect(company.send(.get, "Parties").status == 404)
    #expect(company.send(.get, "CDSSalesOrderHeaders?$select=DocumentStatus").status == 400)
    #expect(!company.send(.get, "$metadata").text.contains("LineNumberFloor"))
  }
}
