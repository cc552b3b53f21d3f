import OData
import Testing

/// Constructs that the exports of real environments have and the twins' own models have not.
@Suite("CSDL of real environments") struct CSDLRealExportTests {
  static let document = """
    <?xml version="1.0" encoding="utf-8"?>
    <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
      <edmx:Reference Uri="http://vocabularies.odata.org/OData.Community.Keys.V1.xml">
        <edmx:Include Namespace="OData.Community.Keys.V1" Alias="Keys" />
      </edmx:Reference>
      <edmx:DataServices>
        <Schema Namespace="N" Alias="n" xmlns="http://docs.oasis-open.org/odata/ns/edm">
          <EnumType Name="Colours" IsFlags="true" UnderlyingType="Edm.Int64">
            <Member Name="Red" Value="1" /><Member Name="Blue" />
          </EnumType>
          <TypeDefinition Name="Money" UnderlyingType="Edm.Decimal" />
          <ComplexType Name="Label" OpenType="true">
            <Property Name="Text" Type="Edm.String" /><Property Name="Parts" Type="Collection(n.Label)" />
          </ComplexType>
          <ComplexType Name="LongLabel" BaseType="n.Label"><Property Name="Tail" Type="Edm.String" /></ComplexType>
          <EntityType Name="base" Abstract="true">
            <Key><PropertyRef Name="id" /></Key>
            <Property Name="id" Type="Edm.Guid" Nullable="false" />
          </EntityType>
          <EntityType Name="item" BaseType="n.base" HasStream="true">
            <Property Name="small" Type="Edm.Int16" Nullable="false" />
            <Property Name="price" Type="n.Money" Scale="2" />
            <Property Name="colours" Type="N.Colours" />
            <Property Name="opens" Type="Edm.TimeOfDay" />
            <Property Name="lasts" Type="Edm.Duration">
              <Annotation Term="Org.OData.Core.V1.Computed" Bool="true" />
              <Annotation Term="Some.Other.Term">
                <Collection><Record><PropertyValue Property="x" String="Computed" /></Record></Collection>
              </Annotation>
            </Property>
            <Property Name="picture" Type="Edm.Stream" /><Property Name="place" Type="Edm.GeographyPoint" />
            <Property Name="tags" Type="Collection(Edm.String)" /><Property Name="label" Type="n.Label" Nullable="false" />
            <NavigationProperty Name="parent" Type="n.item" Nullable="false" Partner="children">
              <ReferentialConstraint Property="id" ReferencedProperty="id" />
            </NavigationProperty>
            <NavigationProperty Name="children" Type="Collection(n.item)" Partner="parent" ContainsTarget="true" />
            <Annotation Term="Keys.AlternateKeys"><Collection><Record Type="Keys.AlternateKey">
              <PropertyValue Property="Key"><Collection><Record Type="Keys.PropertyRef">
                <PropertyValue Property="Alias" String="small" /><PropertyValue Property="Name" PropertyPath="small" />
              </Record></Collection></PropertyValue>
            </Record></Collection></Annotation>
          </EntityType>
          <Function Name="Top" IsBound="true" IsComposable="true" EntitySetPath="items">
            <Parameter Name="items" Type="Collection(n.item)" /><Parameter Name="count" Type="Edm.Int32" Nullable="false" />
            <ReturnType Type="Collection(n.item)" Nullable="false" />
          </Function>
          <Function Name="Find"><Parameter Name="text" Type="Edm.String" /><ReturnType Type="n.item" /></Function>
        </Schema>
        <Schema Namespace="Other" xmlns="http://docs.oasis-open.org/odata/ns/edm">
          <EntityContainer Name="Container">
            <EntitySet Name="items" EntityType="n.item"><NavigationPropertyBinding Path="parent" Target="items" /></EntitySet>
            <Singleton Name="best" Type="n.item" />
            <FunctionImport Name="FindOne" Function="n.Find" EntitySet="items" />
          </EntityContainer>
        </Schema>
      </edmx:DataServices>
    </edmx:Edmx>
    """

  @Test("Base types, complex types, streams, flags, singletons and imports are read")
  func reading() throws {
    let model = try CSDL.read(Array(Self.document.utf8))
    #expect(model.namespace == "N" && model.alias == "n")
    #expect(
      model.enumTypes == [
        EnumType(name: "Colours", members: [.init("Red", 1), .init("Blue", 2)], isFlags: true, underlyingType: "Edm.Int64")
      ])
    let item = try #require(model.entityType("item"))
    #expect(item.key == ["id"] && item.baseType == "base" && item.hasStream && !item.isAbstract)
    #expect(item.properties.map(\.name) == ["id", "small", "price", "colours"])
    #expect(item.property("small")?.type == .int32 && item.property("small")?.declaredType == "Edm.Int16")
    #expect(item.property("price")?.type == .decimal && item.property("price")?.declaredType == "n.Money")
    #expect(
      item.opaqueProperties == [
        OpaqueProperty(name: "opens", type: "Edm.TimeOfDay"), OpaqueProperty(name: "lasts", type: "Edm.Duration", isComputed: true),
        OpaqueProperty(name: "picture", type: "Edm.Stream"), OpaqueProperty(name: "place", type: "Edm.GeographyPoint"),
        OpaqueProperty(name: "tags", type: "Collection(Edm.String)"), OpaqueProperty(name: "label", type: "n.Label", isNullable: false),
      ])
    #expect(item.alternateKeys == [AlternateKey(name: "small", properties: ["small"])])
    #expect(item.navigationProperty("parent")?.isNullable == false && item.navigationProperty("children")?.containsTarget == true)
    #expect(model.complexType("LongLabel")?.properties.map(\.name) == ["Text", "Tail"] && model.complexType("Label")?.isOpen == true)
    #expect(model.singletons == [Singleton(name: "best", entityType: "item")])
    #expect(model.operationImports == [OperationImport(name: "FindOne", kind: .function, operation: "Find", entitySet: "items")])
    let top = try #require(model.operations.first)
    #expect(top.isComposable && top.entitySetPath == "items" && !top.isReturnNullable && top.binding == .collection("item"))
  }

  @Test("What was read is written back the same")
  func roundTrip() throws {
    let model = try CSDL.read(Array(Self.document.utf8))
    #expect(try CSDL.read(CSDL.write(model)) == model)
  }

  @Test("CSDL JSON says the same, its own way: nothing is null unless said, texts need no type")
  func json() throws {
    let json = try JSON(decoding: CSDL.writeJSON(CSDL.read(Array(Self.document.utf8)), style: .init(container: "Container")))
    #expect(json["$Version"] == "4.01" && json["$EntityContainer"] == "N.Container")
    let schema = try #require(json["N"])
    #expect(schema["$Alias"] == "n")
    #expect(schema["Colours"] == ["$Kind": "EnumType", "$IsFlags": true, "$UnderlyingType": "Edm.Int64", "Red": 1, "Blue": 2])
    #expect(schema["Money"] == ["$Kind": "TypeDefinition", "$UnderlyingType": "Edm.Decimal"])
    let item = try #require(schema["item"])
    #expect(item["$BaseType"] == "n.base" && item["$HasStream"] == true && item["id"] == nil)
    #expect(schema["base"]?["$Key"] == ["id"] && schema["base"]?["id"] == ["$Type": "Edm.Guid"])
    #expect(item["tags"] == ["$Collection": true, "$Nullable": true])
    #expect(
      item["parent"] == [
        "$Kind": "NavigationProperty", "$Type": "n.item", "$Partner": "children", "$ReferentialConstraint": ["id": "id"],
      ])
    #expect(
      schema["Top"] == [
        [
          "$Kind": "Function", "$IsBound": true, "$IsComposable": true, "$EntitySetPath": "items",
          "$Parameter": [
            ["$Name": "entityset", "$Collection": true, "$Type": "n.item"], ["$Name": "count", "$Type": "Edm.Int32"],
          ], "$ReturnType": ["$Collection": true, "$Type": "n.item"],
        ]
      ])
    #expect(schema["Container"]?["FindOne"] == ["$Function": "n.Find", "$EntitySet": "items"])
    #expect(schema["Container"]?["best"] == ["$Type": "n.item"])
  }

  @Test(
    "What cannot be read is refused with line and column",
    arguments: [
      ("<a>\n<b></a>", "'a' is closed but 'b' is open", 2, 6),
      ("<Schema Namespace='N'>\n  <EntityType/>\n</Schema>", "'EntityType' has no attribute 'Name'", 2, 3),
      (
        "<Schema Namespace='N'>\n<EntityType Name='E'>\n <Property Name='p'/></EntityType></Schema>",
        "'Property' needs the attributes 'Name' and 'Type'", 3, 2
      ),
      (
        "<Schema Namespace='N'>\n<EnumType Name='E'><Member Name='m' Value='x'/></EnumType></Schema>",
        "'x' is not the number of an enumeration's member", 2, 20
      ),
      ("<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a/>", "document type declarations are not read", 1, 1),
      ("<a b='1' b='2'/>", "the attribute 'b' is given twice", 1, 10), ("<Schema Namespace='&lol;'/>", "unknown entity", 1, 20),
      ("<Schema Namespace='a\u{1}b'/>", "a control character", 1, 21),
      ("<a>", "'a' is not closed", 1, 1), ("", "the document has no element", 1, 1), ("<a/><b/>", "a second root element", 1, 5),
      ("<a", "unexpected character in a tag", 1, 3), ("<a b=1/>", "an attribute's value has no quotes", 1, 6),
      ("<a><!-- x</a>", "'-->' is missing", 1, 8), ("x<a/>", "text outside of the root element", 1, 1),
    ])
  func refusals(text: String, message: String, line: Int, column: Int) {
    #expect(throws: CSDLError(message: message, line: line, column: column)) { try CSDL.read(Array(text.utf8)) }
  }

  @Test("Elements nested without end get an error")
  func depth() {
    #expect(throws: CSDLError.self) { try CSDL.read(Array(String(repeating: "<a>", count: 100_000).utf8)) }
  }

  @Test("A document far beyond 10 MB is read to its end")
  func size() throws {
    let property = "<Property Name='p' Type='Edm.String'><Annotation Term='Microsoft.Label' String='@SYS1'/></Property>"
    var text = "<Schema Namespace='N'>"
    for number in 0..<1_200 { text += "<EntityType Name='E\(number)'>\(String(repeating: property, count: 100))</EntityType>" }
    text += "</Schema>"
    #expect(text.utf8.count > 11_000_000)
    #expect(try CSDL.read(Array(text.utf8)).entityTypes.count == 1_200)
  }
}
