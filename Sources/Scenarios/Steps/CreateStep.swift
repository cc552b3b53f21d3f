import OData
import StrictYAML

/// `create: sales/accounts`, `with:` its properties, `as:` a name to keep the created record under.
struct CreateStep: StepKind {
  static let keyword = "create"
  static let keys = ["with", "as"]
  static let summary = "create a record in either system"

  let entity: EntityPath
  let values: PropertyAssignments
  let name: String?

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let path = map.requiredText(Self.keyword), let entity = EntityPath(path, context) else { return nil }
    self.entity = entity
    values = PropertyAssignments(map.value("with"), entity, context)
    name = map.text("as")?.text
  }

  func perform(_ run: ScenarioRun) async throws {
    let client = run.client(entity)
    let record = try await client.create(entity.set, try await values.payload(run))
    if let name { run.capture(name, record, entity) }
  }
}
