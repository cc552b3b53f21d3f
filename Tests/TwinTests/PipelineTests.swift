import OData
import Testing

@testable import Twin

@Suite("What every twin does with a request")
struct PipelineTests {
  @Test("The service document lists the entity sets")
  func serviceDocument() throws {
    let library = try Library()
    let names = try #require(try library.json(library.send(.get, ""))["value"]?.arrayValue).map { $0["name"]?.stringValue }
    #expect(names == ["shelves", "books"])
  }

  @Test("A created row can be read by its key, by an alternate key and by a filter")
  func createAndRead() throws {
    let library = try Library()
    let created = library.send(.post, "shelves", ["code": "A'1"])
    #expect(created.status == 204)
    let address = try #require(created.headers["OData-EntityId"])
    #expect(address.hasPrefix("https://library.example/api/shelves("))
    let byKey = library.send(.get, String(address.dropFirst("https://library.example/api/".count)))
    #expect(try library.json(byKey)["code"] == "A'1")
    #expect(try library.json(library.send(.get, "shelves(code='A''1')"))["code"] == "A'1")
    #expect(try library.json(library.send(.get, "shelves?$filter=code%20eq%20'a''1'"))["value"]?.arrayValue?.count == 1)
  }

  @Test("Without metadata rows hold their values alone, and the same ones")
  func bareRows() throws {
    let library = try Library()
    library.send(.post, "shelves", ["code": "A"])
    for code in ["A", "B"] { library.send(.post, "books", ["title": .string(code), "shelfid@odata.bind": "/shelves(code='A')"]) }
    for target in ["books", "books?$select=title", "books?$select=title&$expand=shelfid($select=code)&$orderby=title desc"] {
      let address = target.replacing(" ", with: "%20")
      let annotated = try library.json(library.send(.get, address))["value"]?.arrayValue ?? []
      let bare = try library.json(library.send(.get, address, nil, ["Accept": "application/json;odata.metadata=none"]))
      #expect(bare.objectValue?.members.map(\.name) == ["value"])
      #expect(bare["value"]?.arrayValue == annotated.map(Self.withoutTags))
      #expect(annotated.count == 2)
    }
  }

  private static func withoutTags(_ value: JSON) -> JSON {
    guard let object = value.objectValue else { return value }
    return .object(
      JSONObject(object.members.filter { $0.name != "@odata.etag" }.map { .init($0.name, withoutTags($0.value)) }))
  }

  @Test("A lookup is bound by alternate key, expanded, followed and filtered through")
  func lookups() throws {
    let library = try Library()
    library.send(.post, "shelves", ["code": "A"])
    library.send(.post, "shelves", ["code": "B"])
    library.send(.post, "books", ["title": "Dune", "shelfid@odata.bind": "/shelves(code='A')"])
    library.send(.post, "books", ["title": "Emma", "shelfid@odata.bind": "https://library.example/api/shelves(code='B')"])
    let filtered = try library.json(library.send(.get, "books?$filter=shelfid/code%20eq%20'B'&$expand=shelfid($select=code)"))
    let rows = try #require(filtered["value"]?.arrayValue)
    #expect(rows.count == 1)
    #expect(rows[0]["title"] == "Emma")
    #expect(rows[0]["shelfid"]?["code"] == "B")
    let followed = try library.json(library.send(.get, "shelves(code='A')/shelf_books?$select=title"))
    #expect(followed["value"]?.arrayValue?.map { $0["title"] } == ["Dune"])
    #expect(try library.refusal(.post, "books", ["title": "X", "shelfid@odata.bind": "/shelves(code='Z')"]) == "rowNotFound")
    #expect(try library.refusal(.post, "books", ["title": "X", "nothing@odata.bind": "/shelves(code='A')"]) == "badBody")
  }

  @Test(
    "Pages follow each other by next link until nothing is left",
    arguments: [LibraryProduct.dataverse, LibraryProduct.financeAndOperations])
  func paging(rules: ProtocolRules) throws {
    let library = try Library(rules)
    for number in 1...12 {
      library.send(
        .post, "books",
        ["bookid": .string("00000000-0000-0000-0000-0000000000\(padded(number))"), "title": .string("T\(padded(number))"), "genre": "x"])
    }
    var titles: [String] = []
    var next: String? = "books?$select=title&$orderby=genre,title%20desc"
    var pages = 0
    while let path = next {
      let page = try library.json(library.send(.get, path))
      titles += try #require(page["value"]?.arrayValue).compactMap { $0["title"]?.stringValue }
      next = page["@odata.nextLink"]?.stringValue.map { String($0.dropFirst("https://library.example/api/".count)) }
      pages += 1
    }
    #expect(pages == 3)
    #expect(titles == (1...12).reversed().map { "T\(padded($0))" })
  }

  private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test("$count tells the whole number, $top stops without a next link")
  func countAndTop() throws {
    let library = try Library()
    for number in 1...7 { library.send(.post, "books", ["title": .string("T\(number)")]) }
    let page = try library.json(library.send(.get, "books?$count=true&$top=2"))
    #expect(page["@odata.count"] == 7)
    #expect(page["value"]?.arrayValue?.count == 2)
    #expect(page["@odata.nextLink"] == nil)
    #expect(library.send(.get, "books/$count").text.hasSuffix("7"))
  }

  @Test(
    "Values are checked against the model",
    arguments: [
      (["unknown": 1], "unknownPropertyInBody"), (["title": 5], "badBody"), (["title": "123456789012345678901"], "textTooLong"),
      (["pages": 5001], "outOfRange"), (["binding": 3], "unknownChoice"), (["kind": "Poem"], "unknownChoice"),
      (["pages": "many"], "badBody"),
    ] as [(JSON, String)])
  func validation(body: JSON, code: String) throws {
    #expect(try Library().refusal(.post, "books", body) == code)
  }

  @Test("A value for a column that does not take it is dropped in silence")
  func readOnlyColumns() throws {
    let library = try Library()
    let created = library.send(.post, "books", ["title": "A", "stamp": "mine"], ["Prefer": "return=representation"])
    #expect(created.status == 201)
    #expect(try library.json(created)["stamp"] == .null)
  }

  @Test("PATCH of a missing key creates where the product upserts, and is refused where it does not")
  func upsert() throws {
    let sales = try Library()
    #expect(sales.send(.patch, "shelves(code='N')", [:]).status == 204)
    #expect(try sales.json(sales.send(.get, "shelves(code='N')"))["code"] == "N")
    #expect(try sales.refusal(.patch, "shelves(code='M')", [:], ["If-Match": "*"]) == "rowNotFound")
    #expect(try sales.refusal(.patch, "shelves(code='N')", [:], ["If-None-Match": "*"]) == "alreadyExists")
    let other = try Library(LibraryProduct.financeAndOperations)
    #expect(try other.refusal(.patch, "shelves(code='N')", [:]) == "updateTargetNotFound")
  }

  @Test("A stale ETag is refused, the current one is accepted", arguments: [LibraryProduct.dataverse, LibraryProduct.financeAndOperations])
  func etags(rules: ProtocolRules) throws {
    let library = try Library(rules)
    let book = "books(00000000-0000-0000-0000-000000000001)"
    library.send(.post, "books", ["bookid": "00000000-0000-0000-0000-000000000001", "title": "Dune"])
    let before = try #require(try library.json(library.send(.get, book))["@odata.etag"]?.stringValue)
    #expect(library.send(.patch, book, ["title": "Dune"], ["If-Match": before]).status == 204)
    #expect(try library.refusal(.patch, book, ["title": "Emma"], ["If-Match": before]) == "versionMismatch")
    #expect(try library.refusal(.delete, book, nil, ["If-Match": before]) == "versionMismatch")
    let now = try #require(try library.json(library.send(.get, book))["@odata.etag"]?.stringValue)
    #expect(now != before)
    #expect(library.send(.delete, book, nil, ["If-Match": now]).status == 204)
    #expect(try library.refusal(.get, book) == "rowNotFound")
  }

  @Test("The ETag of finance and operations is base64 of version and record id")
  func recordVersionETag() throws {
    let library = try Library(LibraryProduct.financeAndOperations)
    let etag = try #require(try library.json(library.send(.post, "shelves", ["code": "A"]))["@odata.etag"]?.stringValue)
    #expect(etag == "W/\"JzEsMSc=\"")
  }

  @Test("Deep insert creates the children with their parent, or nothing at all")
  func deepInsert() throws {
    let library = try Library()
    #expect(library.send(.post, "shelves", ["code": "A", "shelf_books": [["title": "One"], ["title": "Two"]]]).status == 204)
    #expect(try library.json(library.send(.get, "shelves(code='A')?$expand=shelf_books"))["shelf_books"]?.arrayValue?.count == 2)
    #expect(try library.refusal(.post, "shelves", ["code": "B", "shelf_books": [["title": "One"], ["title": "forbidden"]]]) == "rule")
    #expect(try library.refusal(.get, "shelves(code='B')") == "rowNotFound")
  }

  @Test("A column that an expansion selects and nobody has is refused, whether there are rows or not")
  func unknownColumnOfExpansion() throws {
    let library = try Library()
    #expect(try library.refusal(.get, "shelves?$expand=shelf_books($select=nobody)") == "unknownPropertyInQuery")
    library.send(.post, "shelves", ["code": "A"])
    #expect(try library.refusal(.get, "shelves?$expand=shelf_books($select=nobody)") == "unknownPropertyInQuery")
  }

  @Test(
    "What the dialect lacks is refused",
    arguments: [
      ("books?$skip=1", LibraryProduct.dataverse), ("books?$filter=pages%20add%201%20eq%202", LibraryProduct.dataverse),
      ("books?$filter=length(title)%20eq%202", LibraryProduct.dataverse), ("books?$search=a", LibraryProduct.dataverse),
      ("books?$filter=contains(title,'a')", LibraryProduct.financeAndOperations),
      ("books?$filter=title%20in%20('a','b')", LibraryProduct.financeAndOperations),
      ("books?$filter=shelfid/code%20eq%20'A'", LibraryProduct.financeAndOperations),
      ("books?$filter=kind%20gt%20Lib.Kind'Novel'", LibraryProduct.financeAndOperations),
      ("shelves?$expand=shelf_books($expand=shelfid)", LibraryProduct.financeAndOperations),
    ] as [(String, ProtocolRules)])
  func dialects(path: String, rules: ProtocolRules) throws {
    #expect(try Library(rules).refusal(.get, path) == "badQuery")
  }

  @Test(
    "Addresses that lead nowhere are refused",
    arguments: [
      ("nowhere", "unknownResource"), ("books(title='a')", "notAKey"), ("shelves(code='A')/nowhere", "rowNotFound"),
      ("books?$filter=nowhere%20eq%201", "unknownPropertyInQuery"), ("books?$select=nowhere", "unknownPropertyInQuery"),
      ("books?$filter=title%20eq", "badQuery"),
    ])
  func unknown(path: String, code: String) throws {
    let expected = path.hasPrefix("shelves(code='A')/") ? "unknownResource" : code
    #expect(try Library().refusal(.get, path) == expected)
  }

  @Test("What a caller may not see is not there, by list, key and count")
  func visibility() throws {
    let library = try Library()
    library.send(.post, "books", ["bookid": "00000000-0000-0000-0000-000000000001", "genre": "poetry"])
    library.send(.post, "books", ["bookid": "00000000-0000-0000-0000-000000000002", "genre": "prose"])
    library.product.visibleShelf = "prose"
    #expect(try library.json(library.send(.get, "books"))["value"]?.arrayValue?.count == 1)
    #expect(try library.refusal(.get, "books(00000000-0000-0000-0000-000000000001)") == "rowNotFound")
    #expect(library.send(.get, "books(00000000-0000-0000-0000-000000000002)").status == 200)
    #expect(library.send(.get, "books/$count").text.hasSuffix("1"))
  }

  @Test("Operations run bound to an entity, to a collection and unbound")
  func operations() throws {
    let library = try Library()
    library.send(.post, "books", ["bookid": "00000000-0000-0000-0000-000000000001", "title": "Dune"])
    let bound = "books(00000000-0000-0000-0000-000000000001)/Lib.reprint"
    #expect(try library.json(library.send(.post, bound, ["copies": 3]))["value"] == "reprint Dune 3")
    let wrong: [JSON] = [
      [:], ["copies": "3"], ["copies": .number(ExactDecimal(mantissa: 25, scale: 1))], ["copies": 99_999_999_999],
      ["copies": 1, "colour": "red"],
    ]
    for parameters in wrong { #expect(try library.refusal(.post, bound, parameters) == "badBody", "\(parameters)") }
    #expect(try library.refusal(.get, bound) == "methodNotAllowed")
    #expect(try library.json(library.send(.post, "books/Lib.audit"))["value"] == "audit  0")
    #expect(try library.json(library.send(.get, "Version"))["value"] == "Version  0")
  }

  @Test("A broken body is refused with the place")
  func brokenBody() throws {
    let library = try Library()
    let response = library.service.handle(OData.HTTPRequest(.post, "/api/books", body: Array("{\"title\": ".utf8)))
    #expect(response.status == 400)
    #expect(response.text.contains("byte 10"))
  }
}
