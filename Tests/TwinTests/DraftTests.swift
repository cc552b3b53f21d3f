import EntityStore
import OData
import Testing
import Twin

@Suite("What a client says of a row")
struct DraftTests {
  private let table = TableSchema(
    name: "book",
    columns: ["bookid", "title", "genre", "copies"].map { TableSchema.Column(name: $0, type: $0 == "bookid" ? .guid : .string) },
    key: ["bookid"])

  @Test("Nothing said, null said and a value said are three things")
  func saying() {
    var draft = Draft(table)
    #expect(draft.isEmpty)
    #expect(draft["title"] == Optional<Value>.none)
    draft["title"] = .some(.null)
    #expect(draft["title"] == .some(.null))
    #expect(!draft.isEmpty)
    draft["title"] = "Tides"
    #expect(draft["title"] == "Tides")
    draft["title"] = Optional<Value>.none
    #expect(draft["title"] == Optional<Value>.none)
    #expect(draft.isEmpty)
  }

  @Test("Columns come in the table's order, in whichever order they were set")
  func order() {
    var draft = Draft(table)
    draft["copies"] = "2"
    draft["title"] = "Tides"
    draft.set("sea", at: 2)
    draft.set("Tides and currents", at: 1)
    draft["bookid"] = Optional<Value>.none
    #expect(draft.assignments.map(\.column) == [1, 2, 3])
    #expect(draft.assignments.map(\.value) == ["Tides and currents", "sea", "2"])
  }
}
