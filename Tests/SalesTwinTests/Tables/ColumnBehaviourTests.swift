import Ambient
import OData
import Testing
import Twin

@testable import SalesTwin

/// What holds for every table, tried on every column of the model.
@Suite("Columns of every table")
struct ColumnBehaviourTests {
  private let every: EveryTable
  private var sales: SalesClient { every.sales }

  init() throws { every = try EveryTable() }

  private func table(_ name: String) throws -> (definition: TableDefinition, columns: [ColumnDefinition]) {
    let definition = try #require(sales.twin.model.table(name))
    let type = try #require(sales.twin.model.edm.entityType(name))
    return (definition, definition.columns.filter { type.property($0.name) != nil })
  }

  private func create(_ name: String, _ more: JSONObject = [:]) throws -> String {
    var (set, body) = try every.row(name)
    for member in more.members { body[member.name] = member.value }
    return "\(set)(\(try sales.create(set, .object(body))))"
  }

  @Test("Text is taken up to its length and refused beyond, whatever the column", arguments: EveryTable.names)
  func lengths(name: String) throws {
    let path = try create(name)
    let (_, columns) = try table(name)
    for column in columns where column.type == .string && column.canUpdate {
      let limit = try #require(column.maxLength, "\(name).\(column.name) has no length")
      let fitting = String(repeating: "x", count: limit)
      try sales.patch(path, [column.name: .string(fitting)])
      #expect(try sales.get(path)[column.name]?.stringValue == fitting, "\(column.name)")
      let response = sales.send(.patch, path, [column.name: .string(fitting + "x")])
      #expect(response.status == 400)
      let error = try JSON(decoding: response.body)["error"]
      #expect(error?["code"] == "0x80044331", "\(column.name)")
      #expect(error?["message"]?.stringValue?.contains("'\(column.name)'") == true)
      #expect(error?["message"]?.stringValue?.contains("'\(limit)'") == true)
    }
  }

  @Test("Numbers outside a column's range are refused, and the row stays as it was", arguments: EveryTable.names)
  func ranges(name: String) throws {
    let path = try create(name)
    let (_, columns) = try table(name)
    for column in columns where column.canUpdate && (column.type == .int32 || column.type == .decimal) {
      let code = column.type == .int32 ? "0x8004432f" : "0x80044330"
      for number in [column.minimum.map { $0 - 1 }, column.maximum.map { $0 + 1 }].compactMap({ $0 }) {
        let before = try sales.get(path)
        #expect(try sales.refusal(.patch, path, [column.name: .number(number)]) == code, "\(column.name) \(number)")
        #expect(try sales.get(path) == before)
      }
    }
  }

  @Test("A number that is no choice is refused", arguments: EveryTable.names)
  func choices(name: String) throws {
    let path = try create(name)
    let (_, columns) = try table(name)
    for column in columns where column.canUpdate && !column.choices.isEmpty {
      #expect(try sales.refusal(.patch, path, [column.name: 987_654]) == "0x8004431a", "\(column.name)")
    }
  }

  @Test("A value of another type is refused", arguments: EveryTable.names)
  func types(name: String) throws {
    let path = try create(name)
    let (_, columns) = try table(name)
    for column in columns where column.canUpdate {
      let wrong: JSON = column.type == .string ? 5 : column.type == .boolean ? "yes" : "nonsense"
      #expect(try sales.refusal(.patch, path, [column.name: wrong]) == "0x80048d19", "\(column.name)")
    }
  }

  private func sample(_ column: ColumnDefinition, other: JSON?) -> JSON {
    switch column.type {
    case .string, .enumeration: "zz"
    case .boolean: other == true ? false : true
    case .int32, .int64: column.choices.last.map { .number(ExactDecimal($0.value)) } ?? 3
    case .decimal, .double: 3
    case .guid: "99999999-9999-9999-9999-999999999999"
    case .date: "2001-02-03"
    case .dateTimeOffset: "2001-02-03T04:05:06Z"
    case .binary: ""
    }
  }

  @Test("What a column does not take on update is dropped without a word", arguments: EveryTable.names)
  func droppedOnUpdate(name: String) throws {
    let path = try create(name)
    let (_, columns) = try table(name)
    let moving = ["versionnumber", "modifiedon"]
    for column in columns where !column.canUpdate {
      let before = try sales.get(path)
      try sales.patch(path, [column.name: sample(column, other: before[column.name])])
      let after = try sales.get(path)
      for property in before.objectValue?.members ?? [] where !moving.contains(property.name) && !property.name.hasPrefix("@") {
        #expect(after[property.name] == property.value, "\(property.name) after sending \(column.name)")
      }
    }
  }

  @Test("What a column does not take on create is dropped without a word", arguments: EveryTable.names)
  func droppedOnCreate(name: String) throws {
    let (_, columns) = try table(name)
    var sent: JSONObject = [:]
    for column in columns where !column.canCreate { sent[column.name] = sample(column, other: nil) }
    let plain = try sales.get(try create(name))
    // Rows of some tables must differ.
    let different: JSONObject = ["productnumber": "P-2", "isocurrencycode": "GBP", "name": "Other"]
    var more = sent
    for member in different.members where columns.contains(where: { $0.name == member.name && $0.canCreate }) {
      more[member.name] = member.value
    }
    if name == "productpricelevel" {
      more["uomid@odata.bind"] = .string("/uoms(\(every.catalog.each))");
      more["productid@odata.bind"] = .string("/products(\(try localProduct()))")
    }
    let after = try sales.get(try create(name, more))
    for column in columns where !column.canCreate && !["versionnumber", "createdon", "modifiedon"].contains(column.name) {
      if after[column.name] == sent[column.name] { #expect(plain[column.name] == sent[column.name], "\(column.name)") }
    }
  }

  private func localProduct() throws -> String {
    var (set, body) = try every.row("product")
    body["productnumber"] = "P-9"
    return try sales.create(set, .object(body))
  }

  @Test("Empty text is stored as null; null is refused where the system requires a value and only there", arguments: EveryTable.names)
  func empties(name: String) throws {
    let path = try create(name)
    let (_, columns) = try table(name)
    // Names that rules fill in again.
    let refilled = ["accountnumber", "msdynce_contactnumber"]
    for column in columns where column.canUpdate && !refilled.contains(column.name) {
      if column.isRequired {
        let code = try sales.refusal(.patch, path, [column.name: nil])
        #expect(["0x80040203", "0x80043b05", "0x80043b0e"].contains(code), "\(column.name): \(code)")
        if column.type == .string { #expect(try sales.refusal(.patch, path, [column.name: ""]) == code) }
      } else if column.type == .string {
        try sales.patch(path, [column.name: "x"])
        try sales.patch(path, [column.name: ""])
        #expect(try sales.get(path)[column.name] == .null, "\(column.name)")
      } else if column.requirement == .application {
        #expect(sales.send(.patch, path, [column.name: nil]).status == 204, "\(column.name): business required is the forms' affair")
      }
    }
  }

  @Test("Every row knows when it was made and changed, by whom, and its version grows", arguments: EveryTable.names)
  func audit(name: String) throws {
    let path = try create(name)
    let before = try sales.get(path)
    let user = try sales.get("WhoAmI")["UserId"]
    #expect(before["createdon"] == "2018-04-03T08:00:00Z")
    #expect(before["modifiedon"] == "2018-04-03T08:00:00Z")
    #expect(before["_createdby_value"] == user)
    #expect(before["_modifiedby_value"] == user)
    #expect(before["_createdonbehalfby_value"] == .null)
    #expect(before["timezoneruleversionnumber"] == .null)
    sales.clock.advance(milliseconds: 90_000)
    try sales.patch(path, [:])
    let after = try sales.get(path)
    #expect(after["createdon"] == before["createdon"])
    #expect(after["modifiedon"] == "2018-04-03T08:01:30Z")
    #expect(try number(after, "versionnumber") > number(before, "versionnumber"))
    #expect(after["@odata.etag"]?.stringValue == "W/\"\(try number(after, "versionnumber"))\"", "the version is the number inside the ETag")
    let (definition, _) = try table(name)
    if definition.lookups.contains(where: { $0.name == "ownerid" }) {
      #expect(after["_ownerid_value"] == user)
      #expect(after["_owninguser_value"] == user)
      #expect(after["_owningteam_value"] == .null)
      #expect(after["_owningbusinessunit_value"] == (try sales.get("WhoAmI")["BusinessUnitId"]))
    }
  }

  @Test("A migrated row keeps the date it was made elsewhere, and the number of its import", arguments: EveryTable.names)
  func migrated(name: String) throws {
    let path = try create(name, ["overriddencreatedon": "2010-01-02T03:04:05Z", "importsequencenumber": 17])
    let row = try sales.get(path)
    #expect(row["createdon"] == "2010-01-02T03:04:05Z")
    #expect(row["overriddencreatedon"] == "2018-04-03T08:00:00Z")
    #expect(try number(row, "importsequencenumber") == 17)
    try sales.patch(path, ["importsequencenumber": 18, "overriddencreatedon": "2011-01-01T00:00:00Z"])
    #expect(try number(try sales.get(path), "importsequencenumber") == 17)
  }

  @Test("A state for a table that has none is refused", arguments: ["uom", "productpricelevel", "discount", "team", "businessunit"])
  func noState(name: String) throws {
    let path = try create(name)
    #expect(try sales.refusal(.patch, path, ["statecode": 1]) == "0x80047015")
    #expect(try sales.refusal(.patch, path, ["statuscode": 1]) == "0x80047015")
  }

  @Test("Text compares without regard to case, accents and trailing blanks, and is stored as sent")
  func comparison() throws {
    let path = try create("account", ["name": "Ångström Café  "])
    #expect(try sales.get(path)["name"] == "Ångström Café  ")
    for text in ["angstrom cafe", "ÅNGSTRÖM CAFÉ", "Angstrom Café   "] {
      #expect(try sales.list("accounts?$filter=name eq '\(text)'").count == 1, "\(text)")
    }
    #expect(try sales.list("accounts?$filter=name eq ' angstrom cafe'").isEmpty)
    #expect(try sales.list("accounts?$filter=contains(name,'CAFE')").count == 1)
  }

  @Test("Every type has its formatted value, and null has none")
  func formatted() throws {
    let catalog = every.catalog
    let quote = try sales.create(
      "quotes",
      sales.header(
        catalog, "customerid_account",
        [
          "freightamount": .number(try money("1234.5")), "discountpercentage": 5, "effectivefrom": "2018-04-05T00:00:00Z",
          "expireson": "2018-05-06",
        ]))
    let response = sales.send(.get, "quotes(\(quote))", headers: ["Prefer": "odata.include-annotations=\"*\""])
    let row = try JSON(decoding: response.body)
    func text(_ column: String) -> String? { row["\(column)@OData.Community.Display.V1.FormattedValue"]?.stringValue }
    #expect(text("statecode") == "Draft")
    #expect(text("statuscode") == "In Progress")
    #expect(text("willcall") == "No")
    #expect(text("freightamount") == "$1,234.50")
    #expect(text("discountpercentage") == "5.00")
    #expect(text("exchangerate") == "1.0000000000")
    #expect(text("revisionnumber") == "0")
    #expect(text("effectivefrom") == "4/5/2018")
    #expect(text("expireson") == "5/6/2018")
    #expect(text("createdon") == "4/3/2018 8:00 AM")
    #expect(text("_customerid_value") == "Contoso Retail")
    #expect(text("_transactioncurrencyid_value") == "US Dollar")
    #expect(text("paymenttermscode") == nil)
    #expect(text("name") == nil)
    #expect(row["_customerid_value@Microsoft.Dynamics.CRM.lookuplogicalname"] == "account")
    #expect(row["_customerid_value@Microsoft.Dynamics.CRM.associatednavigationproperty"] == "customerid_account")
  }

  @Test(
    "An address part changes the whole address; the whole cannot be written",
    arguments: [("account", "address1"), ("contact", "address1"), ("lead", "address1"), ("quote", "billto"), ("salesorder", "shipto")])
  func composite(name: String, prefix: String) throws {
    let path = try create(
      name,
      [
        "\(prefix)_line1": "1 Main St", "\(prefix)_city": "Redmond", "\(prefix)_stateorprovince": "WA", "\(prefix)_postalcode": "98052",
        "\(prefix)_composite": "nonsense",
      ])
    #expect(try sales.get(path)["\(prefix)_composite"] == "1 Main St\r\nRedmond, WA 98052")
    try sales.patch(path, ["\(prefix)_line1": nil, "\(prefix)_country": "USA"])
    #expect(try sales.get(path)["\(prefix)_composite"] == "Redmond, WA 98052\r\nUSA")
  }
}
