import OData
import StrictYAML

/// `data: {file: customers.csv}`, `as: customers`: keeps a table under a name. See `DataTable`.
struct DataStep: StepKind {
  static let keyword = "data"
  static let keys = ["as"]
  static let summary = "keep a table: rows, a file, or generated ones"

  let table: DataTable
  let name: String

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let yaml = map.required(Self.keyword), let table = DataTable(yaml, context), let name = map.requiredText("as") else { return nil }
    self.table = table
    self.name = name.text
  }

  func perform(_ run: ScenarioRun) async throws { run.capture(name, .array(try table.rows(run))) }
}
