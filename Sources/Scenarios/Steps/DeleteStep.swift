import StrictYAML

/// `delete: sales/accounts`, `key:` which record.
struct DeleteStep: StepKind {
  static let keyword = "delete"
  static let keys = ["key"]
  static let summary = "delete a record in either system"

  let entity: EntityPath
  let key: RecordSelector

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let path = map.requiredText(Self.keyword), let entity = EntityPath(path, context), let yaml = map.required("key"),
      let key = RecordSelector(yaml, entity, context)
    else { return nil }
    self.entity = entity
    self.key = key
  }

  func perform(_ run: ScenarioRun) async throws {
    try await run.client(entity).delete(entity.set, try await key.predicate(run))
  }
}
