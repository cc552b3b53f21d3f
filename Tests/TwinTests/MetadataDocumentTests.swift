import OData
import Testing

@testable import Twin

@Suite("The metadata document")
struct MetadataDocumentTests {
  @Test("It comes as XML or JSON by $format, each with a tag of its own that saves sending it again")
  func forms() throws {
    let library = try Library()
    let xml = library.send(.get, "$metadata", nil, ["Accept": "application/json"])
    let json = library.send(.get, "$metadata?$format=json", nil, [:])
    #expect(xml.headers["Content-Type"] == "application/xml")
    #expect(try CSDL.read(xml.body).entityTypes.map(\.name) == library.service.product.model.edm.entityTypes.map(\.name))
    #expect(json.headers["Content-Type"] == "application/json")
    #expect(try library.json(json)["$Version"]?.stringValue == "4.01")
    let tags = [xml, json].compactMap { $0.headers["ETag"] }
    #expect(Set(tags).count == 2)
    #expect(library.send(.get, "$metadata?$format=application/json", nil, ["If-None-Match": try #require(tags.last)]).status == 304)
    #expect(library.send(.get, "$metadata", nil, ["If-None-Match": try #require(tags.last)]).status == 200)
  }

  @Test("Another form is refused", arguments: ["atom", "application/atom+xml"])
  func otherForms(format: String) throws {
    #expect(try Library().refusal(.get, "$metadata?$format=\(format)") == "badQuery")
  }
}
