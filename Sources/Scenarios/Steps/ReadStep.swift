import OData
import StrictYAML

/// `read: supplyChain/CustomersV2`, `key:` one record or `where:` some, `as:` the name to keep it under. Records found by
/// `where` become a list.
struct ReadStep: StepKind {
  static let keyword = "read"
  static let keys = ["key", "where", "orderBy", "as"]
  static let summary = "read a record, or the records of a condition, and keep them"
  static let onlyLooks = true

  let entity: EntityPath
  let key: RecordSelector?
  let condition: RecordCondition?
  let order: String?
  let name: String

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let path = map.requiredText(Self.keyword), let entity = EntityPath(path, context), let name = map.requiredText("as") else {
      return nil
    }
    self.entity = entity
    self.name = name.text
    key = map.value("key").flatMap { RecordSelector($0, entity, context) }
    condition = map.value("where").flatMap { RecordCondition($0, entity, context) }
    order = map.text("orderBy")?.text
    if map.has("key"), map.has("where") { context.report(map.position, "a read has either 'key' or 'where', not both") }
  }

  func perform(_ run: ScenarioRun) async throws {
    let client = run.client(entity)
    if let key {
      run.capture(name, try await client.read(entity.set, try await key.predicate(run)), entity)
    } else {
      let rows = try await client.query(RecordQuery(set: entity.set, filter: try condition?.filter(run), orderBy: order))
      run.capture(name, .array(rows.map(JSON.object)))
    }
  }
}
