import Foundation
import OData
import StrictYAML
import Testing
import Twin

@testable import Scenarios

struct BaselineTests {
  /// A baseline of a few files in a folder of its own, loaded into a fresh world.
  private func load(
    _ files: [String: String], mapping: String, stage: String = "base", path: Baseline.LoadPath = .api
  ) async throws -> (
    World, [LoadReport]
  ) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "p2c-baseline-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    try Data(mapping.utf8).write(to: folder.appendingPathComponent("baseline.yaml"))
    let baseline = try Baseline(directory: folder.path, path: path, schemas: try Worlds.schemas())
    let world = try await Worlds.factory.world(WorldConfiguration())
    let loader = BaselineLoader(baseline, world)
    do {
      return (world, try await loader.load(stage: stage))
    } catch let error as MalformedFile {
      // Without the folder, which is another one in every run.
      throw MalformedFile(
        error.diagnostics.map { diagnostic in
          let file = diagnostic.position.file.split(separator: "/").last.map(String.init) ?? ""
          return Diagnostic(
            SourcePosition(file: file, line: diagnostic.position.line, column: diagnostic.position.column),
            diagnostic.message.replacingOccurrences(of: folder.path + "/", with: ""))
        })
    }
  }

  private static let currency = "  - {load: groups, into: sales/uomschedules, rows: [{name: Default unit, baseuomname: ea}]}\n"

  @Test("A header of property names needs no mapping; other columns are computed", arguments: Baseline.LoadPath.allCases)
  func columns(path: Baseline.LoadPath) async throws {
    let (world, reports) = try await load(
      [
        "accounts.csv": "accountnumber,name,creditlimit,transactioncurrencyid\nA-1,\"Quoted, \"\"name\"\"\",10.50,USD\nA-2,Two,,\n",
        "more.csv": "id,first,last,price,quantity,share,day,country\nB-1,Ada,Lovelace,9.80,10,0.15,7/4/1996,Germany\n",
      ],
      mapping: """
        baseline: test
        loads:
          - {load: accounts, into: sales/accounts, file: accounts.csv, key: [accountnumber]}
          - load: more
            into: sales/accounts
            file: more.csv
            columns:
              accountnumber: id
              name: {text: "${last}, ${first}"}
              creditlimit: {product: [price, quantity, share], round: 2}
              address1_country: {column: country, map: {Germany: DE}}
              description: {date: day, format: M/d/yyyy}
            constants: {address1_city: Berlin, transactioncurrencyid: USD}
        """, path: path)
    #expect(reports.map(\.summary) == ["accounts: 2 loaded", "more: 1 loaded"])
    let rows = try await world.sales.query(
      RecordQuery(set: "accounts", orderBy: "accountnumber", expand: ["transactioncurrencyid": ["isocurrencycode"]]))
    #expect(rows.map { $0["name"] } == ["Quoted, \"name\"", "Two", "Lovelace, Ada"])
    #expect(rows[0]["creditlimit"]?.isSame(as: .number("10.5")) == true)
    #expect(rows[0]["transactioncurrencyid"]?["isocurrencycode"] == "USD")
    #expect(rows[2]["creditlimit"]?.isSame(as: .number("14.70")) == true)
    #expect(rows[2]["address1_country"] == "DE")
    #expect(rows[2]["address1_city"] == "Berlin")
    #expect(rows[2]["description"] == "1996-07-04")
  }

  @Test("Rows come from JSON Lines and from YAML as well as from comma-separated values", arguments: ["a.jsonl", "a.table.yaml", "a.csv"])
  func kindsOfFiles(name: String) async throws {
    let (world, reports) = try await load(
      [
        "a.csv": "accountnumber,name,creditlimit\n0012,\"One, two\",10.50\nA-2,Two,\n",
        "a.jsonl": #"{"accountnumber": "0012", "name": "One, two", "creditlimit": 10.50}"# + "\n\n"
          + #"{"accountnumber": "A-2", "name": "Two"}"#,
        "a.table.yaml": "- {accountnumber: '0012', name: 'One, two', creditlimit: 10.50}\n- {accountnumber: A-2, name: Two}\n",
      ],
      mapping: "baseline: test\nloads:\n  - {load: accounts, into: sales/accounts, file: \(name), key: [accountnumber]}\n", path: .api)
    #expect(reports.map(\.summary) == ["accounts: 2 loaded"])
    let rows = try await world.sales.query(RecordQuery(set: "accounts", orderBy: "accountnumber"))
    #expect(rows.map { $0["accountnumber"] } == ["0012", "A-2"])
    #expect(rows[0]["creditlimit"]?.isSame(as: .number("10.5")) == true)
    #expect(rows[1]["creditlimit"]?.isNull == true)
  }

  @Test("Rows that cannot be loaded are listed with line and reason, and the others go on", arguments: Baseline.LoadPath.allCases)
  func badRows(path: Baseline.LoadPath) async throws {
    let (_, reports) = try await load(
      [
        "accounts.csv":
          "accountnumber,name,creditlimit,transactioncurrencyid\nA-1,One,5,USD\nA-2,\"Two\nlines\",x,USD\nA-1,Again,5,USD\nA-3,Three,5,XXX\nA-4,Four\n"
          + "A-555555555555555555555555,Five,5,USD\nA-6,Six,6,USD\n"
      ],
      mapping: "baseline: test\nloads:\n  - {load: accounts, into: sales/accounts, file: accounts.csv, key: [accountnumber]}\n", path: path)
    let report = try #require(reports.first)
    #expect(report.rows.map { $0["accountnumber"] } == ["A-1", "A-6"])
    #expect(report.badRows.map(\.line) == [3, 5, 6, 7, 8])
    #expect(report.badRows[0].reason == "column 'creditlimit': 'x' is not a number")
    #expect(report.badRows[1].reason == "it has the same accountnumber as line 2")
    #expect(report.badRows[2].reason == "Sales has no record in transactioncurrencies with isocurrencycode 'XXX'")
    #expect(report.badRows[3].reason == "the row has 2 fields, the header has 4")
    #expect(report.badRows[4].reason.contains("exceeded the maximum allowed length of '20'"))
    #expect(!report.areBadRowsExpected)
  }

  @Test("Conditions leave rows out; lines whose order is not there are bad rows, or left out when that is said")
  func conditionsAndParents() async throws {
    let files = ["accounts.csv": "id,name,active\nA-1,One,1\nA-2,Two,0\n", "contacts.csv": "number,last,account\nC-1,X,A-1\nC-2,Y,A-2\n"]
    func mapping(_ missing: String) -> String {
      """
      baseline: test
      loads:
        - load: accounts
          into: sales/accounts
          file: accounts.csv
          when: {active: "1"}
          columns: {accountnumber: id, name: name}
        - load: contacts
          into: sales/contacts
          file: contacts.csv
          parent: \(missing)
          columns:
            msdynce_contactnumber: number
            lastname: last
            parentcustomerid: {bind: account, to: account}
      """
    }
    let (_, reports) = try await load(files, mapping: mapping("{load: accounts, column: account}"))
    #expect(reports.map(\.summary) == ["accounts: 1 loaded, 1 left out by 'when'", "contacts: 1 loaded, 1 bad"])
    #expect(reports[1].badRows.map(\.reason) == ["it belongs to 'A-2' of the load 'accounts', which is not there"])
    let (_, others) = try await load(
      files, mapping: mapping("{entity: sales/accounts, property: accountnumber, column: account, missing: leaveOut}"))
    #expect(others[1].summary == "contacts: 1 loaded, 1 left out because what they belong to is not there")
  }

  @Test("Rows may refer to rows of the same file that stand above them")
  func earlierRows() async throws {
    let (world, reports) = try await load(
      ["units.csv": "name,quantity,base\ndozen,12,ea\ngross,12,dozen\n"],
      mapping: """
        baseline: test
        loads:
          - {load: groups, into: sales/uomschedules, rows: [{name: Default unit, baseuomname: ea}]}
          - load: units
            into: sales/uoms
            file: units.csv
            others: same
            columns: {baseuom: {bind: base}}
            constants: {uomscheduleid: Default unit}
        """)
    #expect(reports.flatMap(\.badRows).isEmpty)
    #expect(try await world.sales.query(RecordQuery(set: "uoms")).count == 3)
  }

  @Test("Lines are numbered within their order")
  func counter() throws {
    let schemas = try Worlds.schemas()
    let mapping = try BaselineMapping(
      SourceFile(
        path: "b",
        text:
          "baseline: b\nloads:\n  - {load: l, into: sales/salesorderdetails, file: f, columns: {sequencenumber: {counter: o}, quantity: q}}\n"
      ),
      schemas: schemas)
    let text = DelimitedLines.text("o,q\n1,5\n2,6\n1,7\n")
    var reader = try RowReader(mapping.loads[0], text, file: "f", mapping: mapping.file, schema: schemas.sales)
    let numbers = try text.records.map { try reader.read($0).payload["sequencenumber"] }
    #expect(numbers == [1, 1, 2])
  }

  @Test(
    "A mapping that does not fit its files is refused with place and suggestion",
    arguments: [
      (
        "{load: a, into: sales/accounts, file: accounts.csv, columns: {accountnumber: idd}}",
        "baseline.yaml:3:82: error: accounts.csv has no column 'idd'; did you mean 'id'?"
      ),
      ("{load: a, into: sales/accounts, file: accounts.csv}", "accounts.csv:1:1: error: column 1, 'id', is no property of sales/accounts"),
      ("{load: a, into: sales/accounts, file: none.csv}", "baseline.yaml:3:5: error: cannot read 'none.csv'"),
      ("{load: a, into: sales/accounts, file: open.csv}", "open.csv:2:1: error: a quoted field is never closed"),
      (
        "{load: a, into: sales/accounts, file: accounts.csv, columns: {acountnumber: id}}",
        "baseline.yaml:3:67: error: sales/accounts has no property 'acountnumber'; did you mean 'accountnumber'?"
      ),
      (
        "{load: a, into: sales/accounts, file: accounts.csv, columns: {name: {product: [id, 2], txt: x}}}",
        "baseline.yaml:3:92: error: unknown key 'txt' in column; did you mean 'text'?"
      ),
      (
        "{load: a, into: sales/accounts, file: accounts.csv, columns: {name: {date: id, format: M/D/yyyy}}}",
        "baseline.yaml:3:92: error: 'M/D/yyyy' is no date format; write one of d, dd, M, MM, yyyy each once, such as M/d/yyyy"
      ),
    ])
  func malformed(load: String, complaint: String) async throws {
    let error = await #expect(throws: MalformedFile.self) {
      try await self.load(
        ["accounts.csv": "id\nA-1\n", "open.csv": "name\n\"A\n"], mapping: "baseline: test\nloads:\n  - \(load)\n")
    }
    let lines = (error?.diagnostics ?? []).map { diagnostic in
      diagnostic.description.split(separator: "/").last.map(String.init) ?? ""
    }
    #expect(lines.first == complaint.split(separator: "/").last.map(String.init))
  }

  @Test("Every file of the built-in company loads without a bad row, by either way", arguments: Baseline.LoadPath.allCases)
  func builtIn(path: Baseline.LoadPath) async throws {
    let baseline = try Baseline(directory: "\(Worlds.root)/Fixtures/usmf", path: path, schemas: try Worlds.schemas())
    let world = try await Worlds.factory.world(WorldConfiguration())
    let reports = try await BaselineLoader(baseline, world).load(stage: Baseline.firstStage)
    #expect(reports.flatMap(\.badRows) == [])
    #expect(try await world.sales.query(RecordQuery(set: "accounts")).count == 20)
  }

  @Test(
    "Days are read in the pattern of the mapping",
    arguments: [
      ("M/d/yyyy", "7/4/1996", "1996-07-04"), ("dd.MM.yyyy", "04.07.1996", "1996-07-04"),
      ("yyyy-MM-dd", "1996-07-04 00:00:00", "1996-07-04"),
      ("M/d/yyyy", "13/4/1996", nil), ("M/d/yyyy", "7/4/1996x", nil), ("M/d/yyyy", "", nil),
    ])
  func dates(pattern: String, text: String, date: String?) throws {
    #expect(try #require(DatePattern(pattern)).date(text)?.description == date)
  }
}
