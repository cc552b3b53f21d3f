import DataPackages
import OData
import StrictYAML

/// `exportPackage: PROJECT`: exports a data project of Supply Chain, waits for the batch and fetches the package. `expect:` says what must
/// be in the file of its first entity: `rows` (how many) and `values` (those of `column`, in order, with commas between).
struct ExportPackageStep: StepKind {
  static let keyword = "exportPackage"
  static let keys = ["company", "column", "expect"]
  static let summary = "export a data project of Supply Chain and look into the package"

  let project: String
  let company: String?
  let column: String?
  let expectations: [(key: YAML.Scalar, expected: Expected)]
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let project = map.requiredText(Self.keyword) else { return nil }
    self.project = project.text
    position = project.position
    company = map.text("company")?.text
    column = map.text("column")?.text
    expectations = PackageFigures.expectations(map, ["rows", "values"], context)
    if column == nil, let values = expectations.first(where: { $0.key.text == "values" }) {
      context.report(values.key.position, "'values' needs a 'column:' to say whose")
    }
  }

  func perform(_ run: ScenarioRun) async throws {
    let package = try await PackageTransfer(run: run, position: position).exportPackage(
      project: project, company: company ?? run.client(.supplyChain).company)
    guard let entity = package.manifest.entities.first else { throw ScenarioFailure(position, "the package of \(project) is empty") }
    var rows = try package.rows(of: entity)
    let index = rows.columns.firstIndex { column?.equalsIgnoringASCIICase($0) ?? false }
    if let column, index == nil { throw ScenarioFailure(position, "\(entity.inputFilePath) has no column '\(column)'") }
    var values: [String] = []
    while try rows.next() { values.append(index.map(rows.text) ?? "") }
    try PackageFigures.check(
      expectations, ["rows": .number(ExactDecimal(values.count)), "values": .string(values.joined(separator: ", "))],
      "the package of \(project)", run)
  }
}
