import OData
import StrictYAML

/// `update: sales/accounts`, `key:` which record, `with:` the properties that change, `as:` a name for the record afterwards.
struct UpdateStep: StepKind {
  static let keyword = "update"
  static let keys = ["key", "with", "as"]
  static let summary = "change a record in either system"

  let entity: EntityPath
  let key: RecordSelector
  let values: PropertyAssignments
  let name: String?

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let path = map.requiredText(Self.keyword), let entity = EntityPath(path, context), let yaml = map.required("key"),
      let key = RecordSelector(yaml, entity, context)
    else { return nil }
    self.entity = entity
    self.key = key
    if map.required("with") == nil { return nil }
    values = PropertyAssignments(map.value("with"), entity, context)
    name = map.text("as")?.text
  }

  func perform(_ run: ScenarioRun) async throws {
    let client = run.client(entity)
    let predicate = try await key.predicate(run)
    try await client.update(entity.set, predicate, try await values.payload(run))
    if let name { run.capture(name, try await client.read(entity.set, predicate), entity) }
  }
}
