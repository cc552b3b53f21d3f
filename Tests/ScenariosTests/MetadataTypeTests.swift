import Foundation
import OData
import Scenarios
import Testing
import Twin

/// What strict readers of `$metadata` want: no name of a type without its declaration.
struct MetadataTypeTests {
  private static func service(_ name: String) throws -> TwinService {
    let twins = try Worlds.factory.twins(WorldConfiguration())
    return name == "sales" ? twins.sales.service : twins.supplyChain.service
  }

  private static func document(_ name: String, _ query: String = "") throws -> HTTPResponse {
    let service = try service(name)
    return service.handle(HTTPRequest(.get, "\(service.product.rules.servicePath)/$metadata\(query)"))
  }

  /// Without namespace, alias and `Collection(…)`; `nil` for a primitive type.
  private static func short(_ name: some StringProtocol) -> String? {
    var element = String(name)
    if element.hasPrefix("Collection(") { element = String(element.dropFirst(11).dropLast()) }
    guard !element.hasPrefix("Edm."), !element.hasPrefix("Org.OData.") else { return nil }
    return element.split(separator: Character(".")).last.map { String($0) }
  }

  @Test("Every type that $metadata names is declared in it", arguments: ["sales", "supplyChain"])
  func xml(system: String) throws {
    let text = try Self.document(system).text
    let declared = Set(
      text.matches(of: #/<(?:EntityType|ComplexType|EnumType|TypeDefinition) Name="([^"]+)"/#).map { String($0.1) })
    let named = Set(text.matches(of: #/ (?:Type|BaseType|EntityType)="([^"]+)"/#).compactMap { Self.short($0.1) })
    #expect(named.subtracting(declared).sorted() == [])
    #expect(named.count > 20)
  }

  @Test("Every type that $metadata names as JSON is declared in it", arguments: ["sales", "supplyChain"])
  func json(system: String) throws {
    let document = try JSON(decoding: Self.document(system, "?$format=application/json").body)
    var named: Set<String> = []
    func collect(_ json: JSON) {
      for member in json.objectValue?.members ?? [] {
        if ["$Type", "$BaseType"].contains(member.name), let name = member.value.stringValue.flatMap(Self.short) { named.insert(name) }
        collect(member.value)
      }
      for element in json.arrayValue ?? [] { collect(element) }
    }
    collect(document)
    let schemas = (document.objectValue?.members ?? []).filter { !$0.name.hasPrefix("$") }.compactMap(\.value.objectValue)
    let declared = Set(schemas.flatMap(\.members).filter { $0.value["$Kind"] != nil }.map(\.name))
    #expect(named.subtracting(declared).sorted() == [])
    #expect(named.count > 20)
  }

  @Test(
    "What a function answers has the members its type declares",
    arguments: [
      "WhoAmI", "RetrieveVersion", "RetrieveProvisionedLanguages", "RetrieveAvailableLanguages",
      "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')",
      #"RetrieveTotalRecordCount(EntityNames=['account'])"#,
    ])
  func answers(function: String) throws {
    let service = try Self.service("sales")
    let target = PercentEncoding.encode(function, in: .pathSegment)
    let response = service.handle(HTTPRequest(.get, "\(service.product.rules.servicePath)/\(target)"))
    #expect(response.status == 200, "\(response.text)")
    let model = service.product.model.edm
    func check(_ value: JSON, _ name: String) throws {
      let type = try #require(model.complexType(name), "no complex type \(name)")
      let declared = Set(type.properties.map(\.name) + type.opaqueProperties.map(\.name))
      let members = (value.objectValue?.members ?? []).filter { !$0.name.hasPrefix("@") }
      #expect(Set(members.map(\.name)) == declared, "\(name)")
      for property in type.opaqueProperties {
        guard let inner = Self.short(property.type), let held = value[property.name] else { continue }
        if model.complexType(inner) != nil { try check(held, inner) }
        if let choice = model.enumType(inner) {
          for word in held.arrayValue ?? [] { #expect(choice.value(of: word.stringValue ?? "") != nil, "\(word) of \(inner)") }
        }
      }
      for property in type.properties {
        guard case .enumeration(let inner) = property.type, let word = value[property.name]?.stringValue else { continue }
        #expect(model.enumType(inner)?.value(of: word) != nil, "\(word) of \(inner)")
      }
    }
    let name = try #require(function.split(separator: "(").first)
    try check(JSON(decoding: response.body), "\(name)Response")
  }

  @Test("Tables of Sales are derived from crmbaseentity, users and teams from principal")
  func bases() throws {
    let model = try CSDL.read(Self.document("sales").body)
    #expect(model.entityType("crmbaseentity")?.isAbstract == true)
    #expect(model.entityType("account")?.baseType == "crmbaseentity")
    for table in ["systemuser", "team"] {
      #expect(model.entityType(table)?.baseType == "principal")
      #expect(model.entityType(table)?.key == ["ownerid"])
    }
    #expect(model.entitySets.allSatisfy { model.entityType(ofSet: $0.name)?.isAbstract == false })
  }
}
