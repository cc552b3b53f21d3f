import OData
import Testing
import Twin

@testable import SalesTwin

@Suite("Definitions of tables")
struct DefinitionTests {
  @Test("Every table, column and lookup clients see has a definition, each with an identifier of its own")
  func complete() throws {
    let client = try SalesClient()
    let tables = try client.list("EntityDefinitions?$select=LogicalName,EntitySetName&$expand=Attributes($select=LogicalName)")
    var identifiers: [String] = []
    // Types that others are derived from have no rows and no definition.
    let types = client.twin.model.edm.entitySets.compactMap { client.twin.model.edm.entityType($0.entityType) }
    for type in types {
      let table = try #require(tables.first { $0["LogicalName"]?.stringValue == type.name })
      identifiers.append(table["MetadataId"]?.stringValue ?? "")
      let columns = try #require(table["Attributes"]?.arrayValue)
      identifiers += columns.compactMap { $0["MetadataId"]?.stringValue }
      #expect(columns.count == type.properties.count, "\(type.name)")
    }
    #expect(tables.count == types.count)
    #expect(Set(identifiers).count == identifiers.count)
  }

  @Test("Identifiers are the same in every system")
  func deterministic() throws {
    let path = "EntityDefinitions(LogicalName='quote')?$select=MetadataId"
    let first = try SalesClient(seed: 1).get(path)["MetadataId"]
    #expect(try SalesClient(seed: 2).get(path)["MetadataId"] == first)
    let id = try #require(first?.stringValue)
    #expect(try SalesClient().get("EntityDefinitions(\(id))?$select=LogicalName")["LogicalName"] == "quote")
  }

  @Test(
    "A path through definitions leads where it says",
    arguments: [
      ("EntityDefinitions(LogicalName='account')/EntitySetName", "accounts"),
      ("EntityDefinitions(LogicalName='account')/Attributes(LogicalName='name')/SchemaName", "Name"),
      (
        "EntityDefinitions(LogicalName='product')/Attributes(LogicalName='statecode')/Microsoft.Dynamics.CRM.StateAttributeMetadata/LogicalName",
        "statecode"
      ),
      (
        "EntityDefinitions(LogicalName='contact')/ManyToOneRelationships(SchemaName='contact_customer_accounts')/ReferencedEntity",
        "account"
      ),
      ("GlobalOptionSetDefinitions(Name='qooi_pricingerrorcode')/OptionSetType", "Picklist"),
    ])
  func paths(path: String, value: String) throws {
    #expect(try SalesClient().get(path)["value"]?.stringValue == value)
  }

  @Test(
    "Casts keep the columns of a type",
    arguments: [
      ("PicklistAttributeMetadata", "customertypecode"), ("BooleanAttributeMetadata", "creditonhold"),
      ("MoneyAttributeMetadata", "revenue"),
      ("EnumAttributeMetadata", "statuscode"), ("LookupAttributeMetadata", "primarycontactid"), ("MemoAttributeMetadata", "description"),
      ("DateTimeAttributeMetadata", "createdon"), ("IntegerAttributeMetadata", "numberofemployees"),
      ("BigIntAttributeMetadata", "versionnumber"),
    ])
  func casts(type: String, column: String) throws {
    let columns = try SalesClient().list(
      "EntityDefinitions(LogicalName='account')/Attributes/Microsoft.Dynamics.CRM.\(type)?$select=LogicalName")
    #expect(columns.contains { $0["LogicalName"]?.stringValue == column })
    #expect(columns.allSatisfy { $0["LogicalName"] != "accountnumber" })
  }

  @Test(
    "Changing definitions is refused by name",
    arguments: [
      (.post, "EntityDefinitions"), (.post, "EntityDefinitions(LogicalName='account')/Attributes"),
      (.put, "EntityDefinitions(LogicalName='account')"), (.delete, "RelationshipDefinitions(SchemaName='x')"), (.post, "CreateEntities"),
    ] as [(HTTPRequest.Method, String)])
  func changes(method: HTTPRequest.Method, path: String) throws {
    #expect(try SalesClient().refusal(method, path, [:]) == "TwinNotEmulated")
  }
}
