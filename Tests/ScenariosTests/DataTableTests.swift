import OData
import StrictYAML
import Testing

@testable import Scenarios

struct DataTableTests {
  private static func notes(_ table: String, _ line: String, files: [String: String] = [:], seed: UInt64 = 1) async throws -> [String] {
    let text = "scenario: A\nsteps:\n  - forEach: \(table)\n    as: row\n    steps:\n      - print: \(line)\n"
    var options = SuiteOptions()
    options.seed = seed
    let result = try await Folder(files.merging(["test.yaml": text + "\n"]) { $1 }).runBare(options)
    #expect(result.isPassed, "\(result.outcome)")
    return result.notes
  }

  @Test("Rows stand in the scenario, as mappings or as a table with columns")
  func inline() async throws {
    #expect(try await Self.notes("[{a: 1, b: x}, {a: 2, b: '3'}]", "${row.a + 1} ${row.b}") == ["2 x", "3 3"])
    #expect(try await Self.notes("{columns: [a, b], rows: [[1, x], [2, '${1 + 2}']]}", "${row.a + 1} ${row.b}") == ["2 x", "3 3"])
  }

  @Test("Rows stand in a file of comma-separated values, of JSON lines or of YAML")
  func files() async throws {
    let files = [
      "t.csv": "sku,quantity,note\n0012,2.50,\"a, b\"\n13,1e3,\n",
      "t.jsonl": "{\"sku\": \"0012\", \"quantity\": 2.50, \"note\": \"a, b\"}\n\n{\"sku\": 13, \"quantity\": \"1e3\", \"note\": null}\n",
      "t.table.yaml": "- {sku: '0012', quantity: 2.50, note: 'a, b'}\n- {sku: 13, quantity: 1e3, note: }\n",
    ]
    for name in files.keys {
      #expect(
        try await Self.notes("{file: \(name)}", "'${row.sku} ${row.quantity} [${row.note}]'", files: files) == [
          "0012 2.50 [a, b]", "13 1e3 []",
        ],
        "\(name)")
    }
    #expect(try await Self.notes("{file: t.csv}", "${row.quantity * 2}", files: ["t.csv": "quantity\n2.50\n"]) == ["5.00"])
  }

  @Test("A generator numbers, takes in turn, draws and picks numbers; the same seed draws the same")
  func generators() async throws {
    #expect(
      try await Self.notes(
        "{count: 3, values: {name: 'N ${number}', key: {numbered: C-098}, kind: {inTurn: [a, b]}}}", "${row.name} ${row.key} ${row.kind}")
        == ["N 1 C-098 a", "N 2 C-099 b", "N 3 C-100 a"])
    let drawn = "{count: 40, values: {size: {draw: [s, m, l]}, price: {between: [1, 3], decimals: 2}}}"
    let first = try await Self.notes(drawn, "${row.size} ${row.price}")
    #expect(try await Self.notes(drawn, "${row.size} ${row.price}") == first)
    #expect(try await Self.notes(drawn, "${row.size} ${row.price}", seed: 2) != first)
    #expect(Set(first.compactMap(\.first)) == ["s", "m", "l"])
    for line in first {
      let price = try #require(ExactDecimal(String(line.dropFirst(2))))
      #expect(price.scale == 2)
      #expect(price >= ExactDecimal(1) && price <= ExactDecimal(3))
    }
  }

  @Test("A table is kept under a name, and is a list like any other")
  func kept() async throws {
    let result = try await Worlds.run(
      "scenario: A\nbaseline: none\nsteps:\n  - data: {columns: [a], rows: [[1], [2.5]]}\n    as: rows\n  - expect: ${rows}\n    sum: {a: 3.5}\n"
    )
    #expect(result.isPassed, "\(result.outcome)")
  }

  static let malformed: [(table: String, complaint: String)] = [
    ("{fiel: t.csv}", "test.yaml:3:15: error: unknown key 'fiel' in a table; did you mean 'file'?"),
    ("{file: t.csv, count: 3}", "test.yaml:3:14: error: a table has one of: file, rows (with columns), count (with values)"),
    ("{file: t.xlsx}", "test.yaml:3:21: error: a table's file ends in .csv, .jsonl, .table.yaml, not 't.xlsx'"),
    ("{file: none.csv}", "test.yaml:3:21: error: in this table: none.csv:1:1: error: cannot read the file"),
    ("{file: bad.csv}", "test.yaml:3:21: error: in this table: bad.csv:3:1: error: the row has 1 fields, the header has 2"),
    ("{file: bad.jsonl}", "test.yaml:3:21: error: in this table: bad.jsonl:1:1: error: a line must hold a JSON object, not 1 (number)"),
    ("{count: 1000000, values: {a: 1}}", "test.yaml:3:15: error: 'count' must be from 0 to 100000, not 1000000"),
    ("{count: 2}", "test.yaml:3:14: error: a table needs the key 'values'"),
    ("{count: 2, values: {a: {numbered: C}}}", "test.yaml:3:48: error: 'C' must end in the first number, such as C-001"),
    ("{count: 2, values: {a: {between: [5, 1]}}}", "test.yaml:3:38: error: 'between' is a list of two numbers, the smaller first"),
    ("{count: 2, values: {a: {draw: []}}}", "test.yaml:3:38: error: 'draw' needs a list of values"),
    ("{columns: [a, b], rows: [[1]]}", "test.yaml:3:39: error: a row of this table must be a list of 2 values"),
    ("[1]", "test.yaml:3:15: error: a row must be a mapping of columns to values, not '1'"),
  ]

  @Test("What is wrong with a table is said at its place", arguments: malformed.indices)
  func complaints(index: Int) throws {
    let (table, complaint) = Self.malformed[index]
    let folder = try Folder([
      "bad.csv": "a,b\n1,2\n3\n", "bad.jsonl": "1\n",
      "test.yaml": "scenario: A\nsteps:\n  - forEach: \(table)\n    as: row\n    steps:\n      - print: x\n",
    ])
    let complaints = try folder.complaints()
    #expect(complaints.first?.hasPrefix(complaint) == true, "\(complaints)")
  }
}

extension Folder {
  /// Runs the scenario in bare systems.
  fileprivate func runBare(_ options: SuiteOptions) async throws -> ScenarioResult {
    let file = try SourceFile(reading: "\(path)/test.yaml")
    let bare = SourceFile(path: file.path, text: "baseline: none\n" + file.text)
    let runner = ScenarioRunner(factory: Worlds.factory, options: options, stopwatch: { 0 }, reporter: nil)
    return try await runner.run(try Scenario(bare, schemas: try Worlds.schemas()))
  }
}
