import OData
import Testing

@testable import Twin

@Suite("$batch")
struct BatchTests {
  private func batch(_ library: Library, _ items: [BatchItem], _ headers: HTTPHeaders = [:]) throws -> (Int, [BatchAnswer]) {
    let (type, body) = BatchFormat.encodeRequest(items, boundary: "b1")
    var all = headers
    all["Content-Type"] = type
    let response = library.service.handle(OData.HTTPRequest(.post, "/api/$batch", headers: all, body: body))
    return (response.status, try BatchFormat.parseResponse(body: response.body, contentType: response.headers["Content-Type"] ?? ""))
  }

  private func post(_ id: String?, _ set: String, _ body: JSON) -> BatchPart {
    BatchPart(
      contentID: id, request: OData.HTTPRequest(.post, "/api/\(set)", headers: ["Content-Type": "application/json"], body: body.encoded()))
  }

  private func statuses(_ answers: [BatchAnswer]) -> [Int] {
    answers.flatMap { answer in
      switch answer {
      case .response(let part): [part.response.status]
      case .changeSet(let parts): parts.map(\.response.status)
      }
    }
  }

  @Test("A change set is all or nothing")
  func atomic() throws {
    let library = try Library()
    let (status, answers) = try batch(
      library, [.changeSet([post("1", "shelves", ["code": "A"]), post("2", "books", ["title": "forbidden"])])],
      ["Prefer": "odata.continue-on-error"])
    #expect(status == 200)
    #expect(statuses(answers) == [400])
    #expect(try library.refusal(.get, "shelves(code='A')") == "rowNotFound")
  }

  @Test("A later part of a change set links to an earlier one by its content id")
  func contentIDs() throws {
    let library = try Library()
    let (_, answers) = try batch(
      library, [.changeSet([post("1", "shelves", ["code": "A"]), post("2", "books", ["title": "Dune", "shelfid@odata.bind": "$1"])])])
    #expect(statuses(answers) == [204, 204])
    #expect(try library.json(library.send(.get, "shelves(code='A')/shelf_books"))["value"]?.arrayValue?.count == 1)
  }

  @Test("Dataverse stops at the first failure and answers 400, unless told to continue; finance and operations goes on")
  func failures() throws {
    let items = { (0..<3).map { BatchItem.request(self.post(nil, "books", ["title": .string($0 == 1 ? "forbidden" : "T")])) } }
    let stopped = try batch(try Library(), items())
    #expect(stopped.0 == 400)
    #expect(statuses(stopped.1) == [204, 400])
    let continued = try batch(try Library(), items(), ["Prefer": "odata.continue-on-error"])
    #expect(continued.0 == 200)
    #expect(statuses(continued.1) == [204, 400, 204])
    let other = try batch(try Library(LibraryProduct.financeAndOperations), items())
    #expect(other.0 == 200)
    #expect(statuses(other.1) == [201, 400, 201])
  }

  @Test("Too many operations are refused before anything is done")
  func limit() throws {
    let library = try Library()
    let (type, body) = BatchFormat.encodeRequest((0..<11).map { _ in .request(post(nil, "books", ["title": "T"])) }, boundary: "b1")
    let response = library.service.handle(OData.HTTPRequest(.post, "/api/$batch", headers: ["Content-Type": type], body: body))
    #expect(response.status == 400)
    #expect(try library.json(library.send(.get, "books"))["value"]?.arrayValue?.isEmpty == true)
  }
}
