import EntityStore
import OData
import SupplyChainTwin
import Testing
import Twin

/// The model against the facts of `Fixtures/facts`, so that a wrong edit of either is found.
@Suite("Facts about the entities of Supply Chain")
struct EntityFactsTests {
  private let model: ServiceModel

  init() throws { model = try TestModels.shared.model("10.0").service }

  @Test("Entities: set, key in its order, and application name are as documented")
  func entities() throws {
    for fact in try Facts.rows("supply-chain-tables.csv") {
      let name = fact["entity"] ?? ""
      let type = try #require(model.edm.entityType(name), "\(name)")
      let set = try #require(model.edm.entitySets.first { $0.entityType == name }, "\(name)")
      #expect(set.name == fact["set"], "\(name)")
      #expect(type.key.joined(separator: ";") == fact["key"], "\(name)")
      #expect(model.table(name)?.internalName == fact["internalName"], "\(name)")
    }
  }

  @Test("Columns: name, type, whether null can be, and length are as documented, and no others are there")
  func columns() throws {
    let facts = try Facts.rows("supply-chain-columns.csv")
    #expect(facts.count > 1600)
    var known: [String: Set<String>] = [:]
    for fact in facts {
      let (entity, column) = (fact["entity"] ?? "", fact["column"] ?? "")
      let name = "\(entity).\(column)"
      known[entity, default: []].insert(column)
      let type = try #require(model.edm.entityType(entity), "\(name)")
      let property = try #require(type.property(column), "\(name)")
      let stated = fact["type"] ?? ""
      let wanted = ["String", "Decimal", "Int32", "Int64", "DateTimeOffset"].contains(stated) ? "Edm.\(stated)" : "N.\(stated)"
      #expect(property.type.qualifiedName(in: "N") == wanted, "\(name)")
      #expect(property.isNullable == (fact["nullable"] == "yes"), "\(name)")
      if let length = fact["length"], !length.isEmpty { #expect(property.maxLength.map(String.init) == length, "\(name)") }
    }
    for fact in try Facts.rows("supply-chain-tables.csv") where fact["columns"] == "all" {
      let entity = fact["entity"] ?? ""
      let there = Set(model.edm.entityType(entity)?.properties.map(\.name) ?? [])
      #expect(there == known[entity], "\(entity): \(there.symmetricDifference(known[entity] ?? []).sorted())")
    }
  }

  @Test("Enumerations: members and numbers are as documented, and no others are there")
  func enumerations() throws {
    var stated: [String: [String: String]] = [:]
    for fact in try Facts.rows("supply-chain-enums.csv") { stated[fact["enum"] ?? "", default: [:]][fact["member"] ?? ""] = fact["value"] }
    #expect(stated.count > 50)
    for (name, members) in stated.sorted(by: { $0.key < $1.key }) {
      let type = try #require(model.edm.enumType(name), "\(name)")
      let there = Dictionary(uniqueKeysWithValues: type.members.map { ($0.name, String($0.value)) })
      #expect(there == members, "\(name)")
    }
  }

  @Test("Every column of an entity that is called sourced says where from")
  func sources() {
    for table in model.tables { for column in table.columns { #expect(!column.source.isEmpty, "\(table.name).\(column.name)") } }
  }

  @Test(
    "A text is taken up to its length and refused beyond, whatever the column",
    arguments: ["CustomerV2", "CDSContactPerson", "CDSSalesOrderHeader", "CDSSalesQuotationHeader", "CDSSalesOrderLine"])
  func lengths(entity: String) throws {
    let company = try TestCompany()
    try company.orderWithLine("ORD-1")
    try company.post("CDSSalesQuotationHeaders", ["SalesQuotationNumber": "Q-1", "RequestingCustomerAccountNumber": "ACC-01000-BVRCPS"])
    try company.post(
      "CDSContactPersons", ["ContactPersonPartyNumber": "CON-1", "AssociatedPartyNumber": "ACC-01000-BVRCPS", "LastName": "B"])
    let table = try #require(company.twin.model.table(entity))
    let row = try #require(try company.twin.store.rows(company.twin.model.schema(entity), where: [], equal: []).first)
    let key = table.key.map { "\($0)=\(row[$0].literalText)" }.joined(separator: ",")
    var refused = 0
    for column in table.columns where column.type == .string && column.canUpdate && !column.isHidden && column.capability == nil {
      let length = try #require(column.maxLength, "\(entity).\(column.name) has a length")
      let response = company.send(
        .patch, "\(table.entitySet)(\(key))", .object([column.name: .string(String(repeating: "x", count: length + 1))]))
      #expect(response.status == 400, "\(entity).\(column.name)")
      #expect(
        response.infolog?.hasSuffix(
          "' is longer than \(length) characters.; Warning: validateField failed on field '\(table.internalName).\(column.name)'.") == true,
        "\(entity).\(column.name): \(response.text)")
      refused += 1
    }
    #expect(refused > 10)
  }
}
