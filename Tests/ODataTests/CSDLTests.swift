import OData
import Testing

@Suite("CSDL") struct CSDLTests {
  static let model = EdmModel(
    namespace: "Microsoft.Dynamics.CRM", alias: "mscrm",
    entityTypes: [
      EntityType(
        name: "account", key: ["accountid"],
        alternateKeys: [
          AlternateKey(name: "msdynce_account_key", properties: ["accountnumber"]),
          AlternateKey(name: "two", properties: ["name", "accountnumber"]),
        ],
        properties: [
          Property(name: "accountid", type: .guid, isNullable: false),
          Property(name: "accountnumber", type: .string, maxLength: 20),
          Property(name: "name", type: .string),
          Property(name: "revenue", type: .decimal, scale: 4),
          Property(name: "exchangerate", type: .decimal),
          Property(name: "versionnumber", type: .int64, isComputed: true),
          Property(name: "numberofemployees", type: .int32),
          Property(name: "latitude", type: .double),
          Property(name: "createdon", type: .dateTimeOffset, isComputed: true),
          Property(name: "openedon", type: .date),
          Property(name: "picture", type: .binary),
          Property(name: "kind", type: .enumeration("Kind")),
          Property(name: "donotemail", type: .boolean, isNullable: false),
        ],
        navigationProperties: [
          NavigationProperty(
            name: "contacts", targetType: "contact", targetSet: "contacts", isCollection: true,
            constraints: [.init(property: "accountid", referencedProperty: "_parentcustomerid_value")], partner: "parentcustomerid_account")
        ]),
      EntityType(
        name: "contact", key: ["contactid", "company"],
        properties: [
          Property(name: "contactid", type: .guid, isNullable: false),
          Property(name: "company", type: .string, isNullable: false, maxLength: 4),
          Property(name: "_parentcustomerid_value", type: .guid),
        ],
        navigationProperties: [
          NavigationProperty(
            name: "parentcustomerid_account", targetType: "account", targetSet: "accounts",
            constraints: [.init(property: "_parentcustomerid_value", referencedProperty: "accountid")], partner: "contacts")
        ]),
    ],
    entitySets: [EntitySet(name: "accounts", entityType: "account"), EntitySet(name: "contacts", entityType: "contact")],
    enumTypes: [EnumType(name: "Kind", members: [.init("None", 0), .init("A & \"B\" <c>", 5), .init("Last", -1)])],
    operations: [
      Operation(name: "WhoAmI", kind: .function, returnType: "Edm.Guid"),
      Operation(
        name: "send", kind: .action, binding: .entity("account"),
        parameters: [.init(name: "Close", type: "mscrm.contact", isNullable: false), .init(name: "Note", type: "Edm.String")]),
      Operation(name: "sendAll", kind: .action, binding: .collection("account")),
    ])

  @Test("A written model reads back as it was")
  func roundTrip() throws {
    let read = try CSDL.read(CSDL.write(Self.model))
    #expect(read.entityTypes == Self.model.entityTypes)
    #expect(read == Self.model)
  }

  @Test("A column that may be edited neither when created nor later is the server's own")
  func editing() throws {
    let type = EntityType(
      name: "line", key: ["id"],
      properties: [Property(name: "id", type: .guid), Property(name: "total", type: .decimal), Property(name: "note", type: .string)])
    let model = EdmModel(namespace: "N", entityTypes: [type], entitySets: [EntitySet(name: "lines", entityType: "line")])
    let vocabulary = "Microsoft.Dynamics.OData.Core.V1"
    let bytes = CSDL.write(model) { element in
      guard case .property(let property, _) = element, property.name != "note" else { return [] }
      let isFixed = CSDL.Annotation("\(vocabulary).AllowEdit", .bool(false))
      return property.name == "id" ? [isFixed] : [isFixed, CSDL.Annotation("\(vocabulary).AllowEditOnCreate", .bool(false))]
    }
    let read = try #require(try CSDL.read(bytes).entityType("line"))
    #expect(read.properties.map(\.isComputed) == [false, true, false])
  }

  @Test("A constraint over a hidden column, and the discriminator, stay inside")
  func hiddenColumns() throws {
    let type = EntityType(
      name: "line", key: ["id"], properties: [Property(name: "id", type: .guid)],
      navigationProperties: [
        NavigationProperty(
          name: "up", targetType: "line", targetSet: "lines", constraints: [.init(property: "hidden", referencedProperty: "id")],
          discriminator: "hiddentype")
      ])
    let model = EdmModel(namespace: "N", entityTypes: [type], entitySets: [EntitySet(name: "lines", entityType: "line")])
    let bytes = CSDL.write(model)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("hidden"))
    let navigation = try #require(try CSDL.read(bytes).entityType("line")?.navigationProperty("up"))
    #expect(navigation.targetSet == "lines" && navigation.constraints.isEmpty && navigation.discriminator == nil)
  }

  @Test("Metadata in the style of a real environment is read: base types, community keys, aliases, things we do not know")
  func realStyle() throws {
    let xml = """
      <?xml version="1.0" encoding="utf-8"?>
      <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
        <edmx:Reference Uri="http://vocabularies.odata.org/OData.Community.Keys.V1.xml">
          <edmx:Include Namespace="OData.Community.Keys.V1" Alias="Keys" />
          <edmx:IncludeAnnotations TermNamespace="OData.Community.Keys.V1" />
        </edmx:Reference>
        <edmx:Reference Uri="x"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core" /></edmx:Reference>
        <edmx:DataServices>
          <Schema Namespace="Other" xmlns="http://docs.oasis-open.org/odata/ns/edm">
            <TypeDefinition Name="Text" UnderlyingType="Edm.String" />
          </Schema>
          <Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">
            <EntityType Name="crmbaseentity" Abstract="true" />
            <EntityType Name="principal" BaseType="mscrm.crmbaseentity">
              <Key><PropertyRef Name="ownerid" /></Key>
              <Property Name="ownerid" Type="Edm.Guid" />
            </EntityType>
            <EntityType Name="team" BaseType="mscrm.principal">
              <Property Name="name" Type="Edm.String" MaxLength="max" Unicode="false">
                <Annotation Term="Org.OData.Core.V1.Description" String="A name" />
              </Property>
              <Property Name="createdon" Type="Edm.DateTimeOffset">
                <Annotation Term="Org.OData.Core.V1.Permissions">
                  <EnumMember>Org.OData.Core.V1.PermissionType/Read</EnumMember>
                </Annotation>
              </Property>
              <Property Name="versionnumber" Type="Edm.Int64"><Annotation Term="Core.Computed" /></Property>
              <Property Name="addresses" Type="Collection(mscrm.Address)" />
              <Property Name="address" Type="mscrm.Address" />
              <Property Name="rate" Type="Edm.Decimal" Scale="Variable" />
              <Property Name="rank" Type="Edm.Int16" />
              <Property Name="modifiedon" Type="Edm.DateTimeOffset" />
              <NavigationProperty Name="lead" Type="mscrm.principal" Nullable="false" Partner="led">
                <ReferentialConstraint Property="_lead_value" ReferencedProperty="ownerid" />
                <OnDelete Action="Cascade" />
              </NavigationProperty>
              <Annotation Term="OData.Community.Keys.V1.AlternateKeys">
                <Collection>
                  <Record Type="OData.Community.Keys.V1.AlternateKey">
                    <PropertyValue Property="Key">
                      <Collection>
                        <Record Type="OData.Community.Keys.V1.PropertyRef">
                          <PropertyValue Property="Name" PropertyPath="name" />
                          <PropertyValue Property="Alias" String="n" />
                        </Record>
                        <Record>
                          <PropertyValue Property="Name"><PropertyPath>rank</PropertyPath></PropertyValue>
                          <PropertyValue Property="Alias" String="r" />
                        </Record>
                      </Collection>
                    </PropertyValue>
                  </Record>
                </Collection>
              </Annotation>
            </EntityType>
            <ComplexType Name="Address"><Property Name="city" Type="Edm.String" /></ComplexType>
            <EnumType Name="Mode"><Member Name="A" /><Member Name="B" /><Member Name="D" Value="7" /></EnumType>
            <Action Name="Go" IsBound="true">
              <Parameter Name="entityset" Type="Collection(mscrm.team)" Nullable="false" />
              <Parameter Name="Mode" Type="mscrm.Mode" Nullable="false" />
              <ReturnType Type="Edm.Boolean" Nullable="false" />
            </Action>
            <EntityContainer Name="System">
              <EntitySet Name="teams" EntityType="Microsoft.Dynamics.CRM.team">
                <NavigationPropertyBinding Path="lead" Target="System/principals" />
                <Annotation Term="Org.OData.Core.V1.OptimisticConcurrency">
                  <Collection><PropertyPath>rank</PropertyPath></Collection>
                </Annotation>
              </EntitySet>
              <EntitySet Name="principals" EntityType="Microsoft.Dynamics.CRM.principal" />
              <ActionImport Name="X" Action="Microsoft.Dynamics.CRM.X" />
            </EntityContainer>
            <Annotations Target="mscrm.team/modifiedon"><Annotation Term="Org.OData.Core.V1.Computed" Bool="true" /></Annotations>
            <Annotations Target="mscrm.System"><Annotation Term="Org.OData.Core.V1.Description" String="x" /></Annotations>
          </Schema>
        </edmx:DataServices>
      </edmx:Edmx>
      """
    let model = try CSDL.read(Array(xml.utf8))
    #expect(model.namespace == "Microsoft.Dynamics.CRM" && model.alias == "mscrm")
    let team = try #require(model.entityType(ofSet: "teams"))
    #expect(team.key == ["ownerid"])
    #expect(team.properties.map(\.name) == ["ownerid", "name", "createdon", "versionnumber", "rate", "rank", "modifiedon"])
    #expect(team.properties.filter(\.isComputed).map(\.name) == ["createdon", "versionnumber", "modifiedon"])
    #expect(team.alternateKeys == [AlternateKey(name: "name_rank", properties: ["name", "rank"])])
    let lead = try #require(team.navigationProperty("lead"))
    #expect(lead.targetType == "principal" && lead.targetSet == "principals" && lead.partner == "led")
    #expect(lead.constraints == [.init(property: "_lead_value", referencedProperty: "ownerid")])
    #expect(model.enumType("Mode")?.members == [.init("A", 0), .init("B", 1), .init("D", 7)])
    #expect(
      model.operations == [
        Operation(
          name: "Go", kind: .action, binding: .collection("team"), parameters: [.init(name: "Mode", type: "mscrm.Mode", isNullable: false)],
          returnType: "Edm.Boolean", isReturnNullable: false)
      ])
  }

  @Test("Base types that go round in a circle do not hang the reader")
  func circularBase() throws {
    let xml = """
      <Schema Namespace="N"><EntityType Name="a" BaseType="N.b"><Property Name="x" Type="Edm.Guid"/></EntityType>
      <EntityType Name="b" BaseType="N.a"><Property Name="y" Type="Edm.Guid"/></EntityType></Schema>
      """
    #expect(try CSDL.read(Array(xml.utf8)).entityType("a")?.properties.map(\.name) == ["y", "x"])
  }

  @Test("Broken documents are refused with a position", arguments: [("<a>\n<b></a>", 2), ("", 0), ("not xml", 1)])
  func broken(xml: String, line: Int) {
    #expect { try CSDL.read(Array(xml.utf8)) } throws: { error in
      guard let error = error as? CSDLError else { return false }
      return line == 0 || error.line == line
    }
    #expect { try CSDL.read(Array("<Edmx/>".utf8)) } throws: { ($0 as? CSDLError)?.message == "the document has no Schema element" }
  }

  @Test("Bytes that are not UTF-8 are refused, also inside names")
  func invalidUTF8() {
    for bytes in [Array("<Schema Na".utf8) + [0xEF] + Array("me=\"N\"/>".utf8), Array("<Sch".utf8) + [0xFF] + Array("ema/>".utf8)] {
      #expect { try CSDL.read(bytes) } throws: { ($0 as? CSDLError)?.message == "the document is not UTF-8" }
    }
  }

  @Test("A document made to exhaust the reader is refused or read, quickly")
  func hostile() {
    var entities = "<!ENTITY a0 \"aaaaaaaaaaaaaaaaaaaa\">"
    for level in 1..<30 { entities += "<!ENTITY a\(level) \"&a\(level - 1);&a\(level - 1);&a\(level - 1);&a\(level - 1);\">" }
    let laughs = "<!DOCTYPE x [\(entities)]><Schema Namespace=\"N\"><EntityType Name=\"&a29;\"/><x>&a29;</x></Schema>"
    let outside = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Schema Namespace=\"N\"><EntityType Name=\"t\"/>&e;</Schema>"
    let deep = String(repeating: "<a>", count: 100_000)
    for xml in [laughs, outside, deep] {
      let model = try? CSDL.read(Array(xml.utf8))
      #expect((model?.entityTypes.map(\.name.utf8.count).max() ?? 0) < 10_000)
    }
  }
}
