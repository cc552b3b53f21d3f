import Ambient
import OData
import SupplyChainTwin
import Testing
import Twin

@Suite struct LevelTests {
  /// data-integration.md 4.2: level, customers and the like, order headers, order lines, orders from Sales.
  static let matrix: [(String, Bool, Bool, Bool, Bool)] = [
    ("1611", false, false, false, false), ("1611+KB4033093", true, false, false, false), ("1611+KB4037542", true, true, true, false),
    ("1611+KB4051266", true, true, true, true), ("7.2", true, false, false, false), ("7.2+KB4036461", true, true, false, false),
    ("7.2+KB4036524", true, true, true, false), ("7.2+KB4045570", true, true, true, true), ("7.3", true, true, true, true),
    ("10.0", true, true, true, true),
  ]

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
    guard headers else { return }
    let full = try TestCompany(SupplyChainConfiguration(level: level))
    let fromThere = full.send(
      .post, "CDSSalesOrderHeaders", ["SalesOrderNumber": "ORD-1", "OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    #expect(fromThere.status == (fromSales ? 201 : 400))
    try full.post("CDSSalesOrderHeaders", ["OrderingCustomerAccountNumber": "ACC-01000-BVRCPS"])
  }

  @Test("An unknown level is refused with the list of those there are")
  func unknown() throws {
    let ambient = Ambient(clock: VirtualClock(start: Timestamp("2018-04-03T08:00:00Z")!), seed: 1)
    let error = #expect(throws: SupplyChainModelError.self) {
      try SupplyChainTwin(ambient: ambient, configuration: SupplyChainConfiguration(level: "8.1"))
    }
    #expect(error?.message.hasPrefix("Supply Chain has no level '8.1'. Levels: 1611, 1611+KB4033093,") == true)
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
    let old = try TestCompany(SupplyChainConfiguration(level: "1611+KB4051266"))
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
