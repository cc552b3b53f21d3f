import Ambient
import DataPackages
import OData
import StrictYAML

/// `importPackage: Customers V2`: sends `rows` as a data package to Supply Chain and waits for the batch. `expect:` says how it must end:
/// `status`, `errors` (how many rows were rejected) and `reasons` (why, as text).
struct ImportPackageStep: StepKind {
  static let keyword = "importPackage"
  static let keys = ["rows", "project", "format", "company", "execute", "expect"]
  static let summary = "import rows into Supply Chain by a data package"

  let entity: String
  let rows: [[(column: String, value: Literal)]]
  let project: String
  let format: SourceFormat
  let company: String?
  let execute: Bool
  let expectations: [(key: YAML.Scalar, expected: Expected)]
  let position: SourcePosition

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let entity = map.requiredText(Self.keyword), map.required("rows") != nil else { return nil }
    self.entity = entity.text
    position = entity.position
    project = map.text("project")?.text ?? "Import"
    company = map.text("company")?.text
    execute = map.flag("execute") ?? true
    format = map.word("format", among: SourceFormat.allCases.map(\.rawValue)).flatMap(SourceFormat.init(rawValue:)) ?? .csv
    rows = map.list("rows").compactMap { yaml in
      guard case .map(let members, _) = yaml else {
        context.report(yaml.position, "a row must be a mapping of columns to values, not \(yaml.kind)")
        return nil
      }
      return members.map { ($0.key.text, Literal($0.value, context.collector)) }
    }
    expectations = PackageFigures.expectations(map, ["status", "errors", "reasons"], context)
  }

  func perform(_ run: ScenarioRun) async throws {
    var columns: [String] = []
    for (column, _) in rows.joined() where !columns.contains(column) { columns.append(column) }
    var writer = DataFileWriter(format, columns: columns, element: entity)
    for row in rows {
      for column in columns {
        let value = try row.first { $0.column == column }?.value.json(run, as: .string)
        writer.write(value.map { $0.isNull ? "" : $0.stringValue ?? $0.text } ?? "")
      }
    }
    let file = entity + format.fileExtension
    let item = PackageManifest.Entity(entityName: entity, inputFilePath: file, sourceFormat: format.rawValue)
    let package = DataPackage(
      manifest: PackageManifest(definitionGroupName: project, entities: [item]), files: [(file, writer.finish())])
    let transfer = PackageTransfer(run: run, position: position)
    let (status, errors) = try await transfer.importPackage(
      package.zip(at: run.world.clock.now), project: project, company: company ?? run.client(.supplyChain).company, execute: execute)
    let reasons = errors.compactMap { $0["ErrorMessage"]?.stringValue }.joined(separator: "\n")
    guard !expectations.isEmpty || status == "Succeeded" else {
      throw ScenarioFailure(position, "the import of \(entity) ended as \(status): \(reasons)")
    }
    try PackageFigures.check(
      expectations, ["status": .string(status), "errors": .number(ExactDecimal(errors.count)), "reasons": .string(reasons)],
      "the import of \(entity)", run)
  }
}

/// What a scenario may expect of a package.
enum PackageFigures {
  static func expectations(
    _ map: MapReader, _ figures: [String], _ context: ReadingContext
  ) -> [(key: YAML.Scalar, expected: Expected)] {
    guard let yaml = map.value("expect"), let inner = MapReader(yaml, what: "'expect' of a package", keys: figures, context.collector)
    else {
      return []
    }
    return inner.members.filter { figures.contains($0.key.text) }.map { ($0.key, Expected($0.value, context.collector)) }
  }

  static func check(
    _ expectations: [(key: YAML.Scalar, expected: Expected)], _ figures: [String: JSON], _ what: String, _ run: ScenarioRun
  ) throws {
    for (key, expected) in expectations {
      try expected.check(figures[key.text] ?? .null, what: "\(key.text) of \(what)", as: nil, subject: nil, run)
    }
  }
}
