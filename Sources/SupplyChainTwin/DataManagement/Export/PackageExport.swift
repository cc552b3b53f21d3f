import DataPackages
import EntityStore
import OData
import Twin

/// Exports a data project into a package: what `ExportToPackage` does.
struct PackageExport {
  /// The caller's.
  let context: CompanyContext
  let book: ExecutionBook

  struct Order {
    let definitionGroup: Row
    let executionID: String
    let packageName: String
    let legalEntity: String
    /// An execution that is done once more: from where it began.
    let repeated: Execution?
  }

  func run(_ order: Order) throws {
    let group = order.definitionGroup.text("Name")
    let own = context.twin.context(context.session, company: order.legalEntity)
    // What is written from here on is told by the next export.
    let version = context.store.version
    var manifest = PackageManifest(
      definitionGroupName: group, description: order.definitionGroup.text("Description"), entities: [])
    var files: [(name: String, bytes: [UInt8])] = []
    var outcomes: [(entity: DataEntity, rows: Int, from: Int64)] = []
    var weight = 0.0
    for detail in try details(of: group) {
      guard let entity = context.twin.dataEntities.entity(named: detail.text("EntityName")) else { continue }
      let table = context.definition(entity.table)
      try context.twin.checkAccess(.read, to: table, in: context.session)
      let state = try ChangeTrackingState(of: entity, in: own)
      let position = ExportPosition(context: own, definitionGroup: group, entity: entity)
      let since = try since(detail, state, position, order, entity)
      let (item, bytes, rows) = try file(detail, entity, own, state, since)
      manifest.entities.append(item)
      files.append((item.inputFilePath, bytes))
      outcomes.append((entity, rows, since ?? 0))
      weight += Double(rows) * (detail.isYes("SkipStaging") ? 1 : BatchTime.stagingSlowdown)
      if let state { try position.move(to: version, state) }
    }
    if let repeated = order.repeated { try book.forget(repeated) }
    for (sequence, outcome) in outcomes.enumerated() { try record(outcome, sequence, order) }
    let package = DataPackage(manifest: manifest, files: files)
    let name = order.packageName.isEmpty ? group : order.packageName
    let blob: String
    do {
      blob = try BlobStorage(context: context).create(
        fileName: name.lowercased().hasSuffix(".zip") ? name : "\(name).zip", package.zip(at: context.session.now))
    } catch let error as PackageError {
      throw book.refusal(error.description)
    }
    let time = BatchTime(configuration: context.twin.configuration)
    try book.record(
      order.executionID, kind: .exporting, group: group, legalEntity: order.legalEntity, packageName: name, blob: blob, status: .succeeded,
      isStaged: false, readyAt: context.session.now.adding(milliseconds: time.milliseconds(rows: Int(weight.rounded(.up)))))
  }

  private func details(of group: String) throws -> [Row] {
    let rows = try context.store.rows(
      context.schema("DataManagementDefinitionGroupDetail"), where: ["DefinitionGroupId"], equal: [.string(group)],
      orderBy: ["ExecutionUnit", "LevelInExecutionUnit", "SequenceInLevel", "EntityName"]
    ).filter { !$0.isYes("Disable") }
    guard !rows.isEmpty else { throw book.refusal("The data project '\(group)' has no entities to export.") }
    return rows
  }

  /// The version behind which rows are exported; `nil` for all. Only changes are exported where they are followed (sourced: S16), unless
  /// the project wants everything every time.
  private func since(
    _ detail: Row, _ state: ChangeTrackingState?, _ position: ExportPosition, _ order: Order, _ entity: DataEntity
  ) throws -> Int64? {
    guard let state, detail.text("DefaultRefreshType") != "FullPush" else { return nil }
    if let repeated = order.repeated, let row = try context.findShared(Execution.entityTable, .string(repeated.id), .string(entity.name)) {
      // From where the first try began, so that nothing it held is lost (proposed).
      return row.integer("FromVersion") == 0 ? nil : row.integer("FromVersion")
    }
    return try position.since(state)
  }

  private func file(
    _ detail: Row, _ entity: DataEntity, _ own: CompanyContext, _ state: ChangeTrackingState?, _ since: Int64?
  ) throws -> (PackageManifest.Entity, [UInt8], Int) {
    let format: SourceFormat
    do { format = try SourceFormat(named: detail.text("SourceFormat")) } catch {
      throw ServiceError.notEmulated("data files in \(detail.text("SourceFormat"))")
    }
    let table = context.definition(entity.table)
    let map = try map(detail, table)
    let schema = context.schema(entity.table)
    let columns = map.compactMap { field in schema.columns.firstIndex { $0.name.equalsIgnoringASCIICase(field.entityField) } }
    var query = StoreQuery(schema, restriction: context.twin.visibility(of: table, company: own.company))
    if !detail.text("Filter").isEmpty {
      do { query.filter = try ODataParser().parseFilter(detail.text("Filter")) } catch { throw book.refusal(error.description) }
      query.limitedToModel = true
    }
    query.columns = ColumnSelection(columns, of: schema)
    query.changedSince = since
    let changes = JoinedChanges(context: own)
    var writer = DataFileWriter(format, columns: map.map(\.sourceField), element: entity.internalName)
    try context.store.forEach(query) { row in
      if let since, let state, state.tellsTablesApart, try changes.version(of: row, entity, state) <= since { return true }
      for column in columns { FieldText.write(row.values[column], to: &writer) }
      return true
    }
    let item = PackageManifest.Entity(
      entityName: entity.name, inputFilePath: entity.name + format.fileExtension, sourceFormat: format.rawValue,
      defaultRefreshType: detail.text("DefaultRefreshType"), skipsStaging: detail.isYes("SkipStaging"),
      executionUnit: Int(detail.integer("ExecutionUnit")), levelInExecutionUnit: Int(detail.integer("LevelInExecutionUnit")),
      sequenceInLevel: Int(detail.integer("SequenceInLevel")), failsLevelOnError: detail.isYes("FailLevelOnError"),
      failsExecutionUnitOnError: detail.isYes("FailExecutionUnitOnError"), map: map)
    let rows = writer.count
    return (item, writer.finish(), rows)
  }

  /// All columns but the company, which the package is of as a whole, unless the project says which.
  private func map(_ detail: Row, _ table: TableDefinition) throws -> [PackageManifest.FieldMap] {
    let map = FieldMapping.read(detail.text("FieldMapping"))
    if !map.isEmpty { return map }
    guard detail.isYes("AutoGenerateMapping") else {
      throw book.refusal(
        "Entity '\(detail.text("EntityName"))' of the data project has no mapping. Set AutoGenerateMapping, or map its fields.")
    }
    return table.columns.filter { !$0.isHidden && $0.name != "dataAreaId" }.map { PackageManifest.FieldMap($0.name.uppercased()) }
  }

  private func record(_ outcome: (entity: DataEntity, rows: Int, from: Int64), _ sequence: Int, _ order: Order) throws {
    var record = context.newRecord(Execution.entityTable)
    record["ExecutionId"] = .string(order.executionID)
    record["EntityName"] = .string(outcome.entity.name)
    record["Sequence"] = .int(Int64(sequence))
    record["StagingStatus"] = .string(Execution.Status.succeeded.rawValue)
    record["TargetStatus"] = .string(Execution.Status.succeeded.rawValue)
    record["TargetCreated"] = .int(Int64(outcome.rows))
    record["FromVersion"] = .int(outcome.from)
    try context.save(record)
  }
}
