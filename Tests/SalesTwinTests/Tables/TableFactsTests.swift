import OData
import Testing
import Twin

@testable import SalesTwin

/// The model against the facts of `Fixtures/facts`, so that a wrong edit of either is found.
@Suite("Facts about the tables of Sales")
struct TableFactsTests {
  private let model: ServiceModel

  init() throws { model = try SalesTwin.model(for: SalesConfiguration()) }

  private func flags(_ canCreate: Bool, _ canUpdate: Bool) -> String { (canCreate ? "C" : "") + (canUpdate ? "U" : "") }

  @Test("Tables: set, key, primary name, ownership, type code and evidence are as documented")
  func tables() throws {
    let sales = try SalesClient()
    let definitions = try sales.list(
      "EntityDefinitions?$select=LogicalName,OwnershipType,ObjectTypeCode,PrimaryNameAttribute,EntitySetName")
    let owners = ["user": "UserOwned", "parent": "None", "organization": "OrganizationOwned", "none": "None", "business": "BusinessOwned"]
    for fact in try Facts.rows("sales-tables.csv") {
      let name = fact["table"] ?? ""
      let table = try #require(model.table(name), "\(name)")
      #expect(table.entitySet == fact["set"], "\(name)")
      #expect(table.key == [fact["key"] ?? ""], "\(name)")
      #expect(table.primaryName == fact["name"], "\(name)")
      #expect(table.evidence.rawValue == fact["evidence"], "\(name)")
      let definition = try #require(definitions.first { $0["LogicalName"]?.stringValue == name })
      #expect(definition["ObjectTypeCode"]?.numberValue?.description == fact["typeCode"], "\(name)")
      #expect(definition["OwnershipType"]?.stringValue == owners[fact["ownership"] ?? ""], "\(name)")
      #expect(definition["EntitySetName"]?.stringValue == fact["set"], "\(name)")
      #expect(definition["PrimaryNameAttribute"]?.stringValue == fact["name"], "\(name)")
    }
  }

  @Test("Columns: type, length, precision, range, required level, flags, choices and evidence are as documented")
  func columns() throws {
    let types: [String: EdmType] = [
      "String": .string, "Guid": .guid, "Int32": .int32, "Int64": .int64, "Boolean": .boolean, "Decimal": .decimal, "Money": .decimal,
      "DateTimeOffset": .dateTimeOffset, "Day": .dateTimeOffset, "Date": .date,
    ]
    let facts = try Facts.rows("sales-columns.csv")
    #expect(facts.count > 550)
    for fact in facts {
      func stated(_ name: String) -> String? { fact[name].flatMap { $0.isEmpty ? nil : $0 } }
      let name = "\(fact["table"] ?? "").\(fact["column"] ?? "")"
      let column = try #require(model.table(fact["table"] ?? "")?.column(fact["column"] ?? ""), "\(name)")
      #expect(column.type == types[fact["type"] ?? ""], "\(name)")
      #expect(column.isDateOnly == (fact["type"] == "Day"), "\(name)")
      // Money keeps four decimals whatever its currency has; nothing else does.
      #expect((column.type == .decimal && column.scale == 4) == (fact["type"] == "Money"), "\(name)")
      if let length = stated("length") { #expect(column.maxLength.map(String.init) == length, "\(name)") }
      if let scale = stated("scale") { #expect(String(column.scale) == scale, "\(name)") }
      if let least = stated("min") { #expect(column.minimum == ExactDecimal(least), "\(name)") }
      if let most = stated("max") { #expect(column.maximum == ExactDecimal(most), "\(name)") }
      #expect(column.requirement.rawValue == fact["required"], "\(name)")
      #expect(flags(column.canCreate, column.canUpdate) == fact["flags"], "\(name)")
      if let choices = stated("choices") {
        #expect(column.choices.map { "\($0.value)=\($0.label)" }.joined(separator: ";") == choices, "\(name)")
      }
      if let evidence = stated("evidence") { #expect(column.evidence.rawValue == evidence, "\(name)") }
      #expect(!column.source.isEmpty, "\(name) says where it comes from")
    }
  }

  @Test("Lookups: navigation properties, tables, partners, required level, flags and evidence are as documented")
  func lookups() throws {
    let facts = try Facts.rows("sales-lookups.csv")
    #expect(facts.count > 170)
    for fact in facts {
      let name = "\(fact["table"] ?? "").\(fact["lookup"] ?? "")"
      let table = try #require(model.table(fact["table"] ?? ""), "\(name)")
      let lookup = try #require(table.lookups.first { $0.name == fact["lookup"] }, "\(name)")
      #expect(lookup.targets.map { "\($0.navigation):\($0.table)" }.joined(separator: ";") == fact["targets"], "\(name)")
      if let partners = fact["partners"], partners != "*", !partners.isEmpty {
        #expect(lookup.partners.joined(separator: ";") == partners, "\(name)")
        for (partner, target) in zip(lookup.partners, lookup.targets) {
          let back = try #require(model.edm.entityType(target.table)?.navigationProperty(partner), "\(name) ← \(partner)")
          #expect(back.isCollection && back.targetType == table.name, "\(name) ← \(partner)")
        }
      }
      #expect(lookup.requirement.rawValue == fact["required"], "\(name)")
      #expect(flags(lookup.canCreate, lookup.canUpdate) == fact["flags"], "\(name)")
      if let evidence = fact["evidence"], !evidence.isEmpty { #expect(lookup.evidence.rawValue == evidence, "\(name)") }
      // A lookup is a read-only identifier beside its navigation property.
      let type = try #require(model.edm.entityType(table.name))
      #expect(type.property("_\(lookup.name)_value")?.isComputed == true, "\(name)")
      #expect(type.property(lookup.name) == nil, "\(name)")
    }
  }

  @Test("Columns that a kind of document has not, it has not")
  func absent() {
    let absent = [
      "salesorder": ["effectivefrom", "effectiveto", "expireson", "closedon", "revisionnumber"],
      "invoice": ["submitdate", "requestdeliveryby", "datefulfilled", "billto_contactname", "billto_addressid", "shipto_contactname"],
      "quotedetail": ["quantityshipped", "quantitybackordered", "quantitycancelled", "iscopied", "billto_city"],
      "invoicedetail": ["requestdeliveryby", "_quotedetailid_value", "shipto_contactname", "shipto_addressid"],
      "opportunityproduct": ["shipto_city"], "uom": ["statecode"], "productpricelevel": ["statecode"],
    ]
    for (table, columns) in absent {
      for column in columns { #expect(model.edm.entityType(table)?.property(column) == nil, "\(table).\(column)") }
    }
  }

  @Test("No table has an alternate key without the solution")
  func keys() throws {
    var configuration = SalesConfiguration()
    configuration.solutionVersion = nil
    let bare = try SalesTwin.model(for: configuration)
    #expect(bare.edm.entityTypes.allSatisfy { $0.alternateKeys.isEmpty })
  }

  @Test("The definitions of columns show required level and format")
  func definitions() throws {
    let sales = try SalesClient()
    func attribute(_ table: String, _ column: String) throws -> JSON {
      try sales.get("EntityDefinitions(LogicalName='\(table)')/Attributes(LogicalName='\(column)')")
    }
    #expect(try attribute("quote", "name")["RequiredLevel"]?["Value"] == "ApplicationRequired")
    #expect(try attribute("quote", "quotenumber")["RequiredLevel"]?["Value"] == "SystemRequired")
    #expect(try attribute("product", "pricelevelid")["RequiredLevel"]?["Value"] == "Recommended")
    #expect(try attribute("quote", "emailaddress")["RequiredLevel"]?["Value"] == "None")
    let day = try attribute("quote", "requestdeliveryby")
    #expect(day["Format"] == "DateOnly")
    #expect(day["DateTimeBehavior"]?["Value"] == "UserLocal")
  }
}
