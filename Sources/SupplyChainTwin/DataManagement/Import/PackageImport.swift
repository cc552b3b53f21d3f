import DataPackages
import EntityStore
import OData
import Twin

/// Imports a data package: what `ImportFromPackage` and its kin do.
///
/// The rows are in when the call ends; the execution reports that it executes for as long as the batch would take. All of it is one
/// transaction of the request, each row a savepoint in it: whatever ends the twin in between, the package is in as a whole or not at all.
struct PackageImport {
  /// The caller's.
  let context: CompanyContext
  let book: ExecutionBook

  struct Order {
    let definitionGroup: String
    let executionID: String
    let legalEntity: String
    let execute: Bool
    /// When the batch can begin.
    let startsAt: Timestamp
    let blob: String
  }

  /// Makes the data project what the package says it is, as the product does with packages that are not composite (`overwrite`; sourced:
  /// S16), and the project itself where it is not there (inferred: S45).
  /// - Throws: a refusal for entities nobody knows (words inferred: S45), and for the name of an export project.
  func adopt(_ manifest: PackageManifest, as group: String) throws {
    for entity in manifest.entities where context.twin.dataEntities.entity(named: entity.entityName) == nil {
      throw book.refusal("Entity '\(entity.entityName)' does not exist in the target environment.")
    }
    if let row = try context.findShared("DataManagementDefinitionGroup", .string(group)) {
      guard row.text("OperationType") == Execution.Kind.importing.rawValue else {
        throw book.refusal("The data project '\(group)' is for export.")
      }
    } else {
      try context.create(
        "DataManagementDefinitionGroup", [("Name", .string(group)), ("Description", .string(String(manifest.description.prefix(255))))])
    }
    let details = "DataManagementDefinitionGroupDetail"
    for entity in manifest.entities {
      guard let known = context.twin.dataEntities.entity(named: entity.entityName) else { continue }
      let values: [(String, Value)] = [
        ("SourceFormat", .string(entity.sourceFormat)), ("InputFilePath", .string(String(entity.inputFilePath.prefix(259)))),
        ("SkipStaging", .yesNo(entity.skipsStaging)), ("Disable", .yesNo(entity.isDisabled)),
        ("ExecutionUnit", .int(Int64(entity.executionUnit))), ("LevelInExecutionUnit", .int(Int64(entity.levelInExecutionUnit))),
        ("SequenceInLevel", .int(Int64(entity.sequenceInLevel))), ("FailLevelOnError", .yesNo(entity.failsLevelOnError)),
        ("FailExecutionUnitOnError", .yesNo(entity.failsExecutionUnitOnError)), ("FieldMapping", .string(FieldMapping.text(entity.map))),
      ]
      if let row = try context.findShared(details, .string(group), .string(known.name)) {
        try context.set(row, values)
      } else {
        try context.create(details, [("DefinitionGroupId", .string(group)), ("EntityName", .string(known.name))] + values)
      }
    }
  }

  func run(_ package: DataPackage, _ order: Order) throws {
    let own = context.twin.context(context.session, company: order.legalEntity)
    // The sort keeps the manifest's order where numbers are the same.
    let entities = package.manifest.entities.filter { !$0.isDisabled }.sorted { $0.place < $1.place }
    var statuses: [Execution.Status] = []
    var rows = 0.0
    var failedLevels: Set<[Int]> = []
    for (sequence, item) in entities.enumerated() {
      guard let entity = context.twin.dataEntities.entity(named: item.entityName) else { continue }
      var outcome = EntityImport.Outcome()
      let isHeldBack =
        failedLevels.contains([item.executionUnit])
        || failedLevels.contains { $0.count == 2 && $0[0] == item.executionUnit && $0[1] < item.levelInExecutionUnit }
      if isHeldBack {
        outcome.stagingStatus = .notRun
      } else {
        outcome = try importRows(of: item, entity, package, order, own)
      }
      if outcome.hasErrors {
        if item.failsExecutionUnitOnError { failedLevels.insert([item.executionUnit]) }
        if item.failsLevelOnError { failedLevels.insert([item.executionUnit, item.levelInExecutionUnit]) }
      }
      try record(outcome, entity, sequence, order)
      statuses.append(isHeldBack ? .notRun : order.execute ? Self.together(outcome) : outcome.stagingStatus)
      rows += Double(outcome.rows) / Double(try tasks(for: entity, rows: outcome.rows))
    }
    let readyAt = order.startsAt.adding(
      milliseconds: BatchTime(configuration: context.twin.configuration).milliseconds(rows: Int(rows.rounded(.up))))
    try book.record(
      order.executionID, kind: .importing, group: order.definitionGroup, legalEntity: order.legalEntity,
      packageName: package.manifest.definitionGroupName, blob: order.blob, status: .summary(statuses), isStaged: !order.execute,
      readyAt: readyAt)
  }

  private func importRows(
    of item: PackageManifest.Entity, _ entity: DataEntity, _ package: DataPackage, _ order: Order, _ own: CompanyContext
  ) throws -> EntityImport.Outcome {
    let table = context.definition(entity.table)
    guard !table.isReadOnly else {
      throw book.refusal("The data entity '\(entity.name)' is read-only; it can be exported only.")
    }
    for privilege in [Privilege.create, .write] { try context.twin.checkAccess(privilege, to: table, in: context.session) }
    do {
      let file = try package.rows(of: item)
      return try EntityImport(context: own, entity: entity, executionID: order.executionID, execute: order.execute).run(file, item.map)
    } catch PackageError.unsupportedFormat(let name) {
      throw ServiceError.notEmulated("data files in \(name)")
    } catch let error as PackageError {
      return try EntityImport(context: own, entity: entity, executionID: order.executionID, execute: order.execute)
        .unreadable(error.description)
    }
  }

  private static func together(_ outcome: EntityImport.Outcome) -> Execution.Status {
    if outcome.targetStatus == .succeeded, outcome.stagingErrors == 0 { return .succeeded }
    return outcome.created + outcome.updated > 0 ? .partiallySucceeded : .failed
  }

  /// Into how many parallel tasks the rows of an entity are split (sourced: S18; columns proposed).
  private func tasks(for entity: DataEntity, rows: Int) throws -> Int {
    guard let row = try context.findShared("EntityExecutionParameter", .string(entity.name)),
      rows >= Int(row.integer("ImportThresholdRecordCount"))
    else { return 1 }
    return max(1, Int(row.integer("ImportTaskCount")))
  }

  private func record(_ outcome: EntityImport.Outcome, _ entity: DataEntity, _ sequence: Int, _ order: Order) throws {
    var record = context.newRecord(Execution.entityTable)
    record["ExecutionId"] = .string(order.executionID)
    record["EntityName"] = .string(entity.name)
    record["Sequence"] = .int(Int64(sequence))
    record["StagingStatus"] = .string(outcome.stagingStatus.rawValue)
    record["TargetStatus"] = .string(outcome.targetStatus.rawValue)
    record["StagingCreated"] = .int(Int64(outcome.stagingCreated))
    record["StagingErrors"] = .int(Int64(outcome.stagingErrors))
    record["TargetCreated"] = .int(Int64(outcome.created))
    record["TargetUpdated"] = .int(Int64(outcome.updated))
    record["TargetErrors"] = .int(Int64(outcome.targetErrors))
    record["KeyColumns"] = .string(outcome.keyColumns)
    if let file = outcome.stagingErrorFile {
      record["StagingErrorBlobId"] = .string(
        try BlobStorage(context: context).create(fileName: "\(entity.name) staging errors.csv", file))
    }
    try context.save(record)
  }
}

extension PackageManifest.Entity {
  /// Units run in the order of their numbers, levels within, sequences within.
  fileprivate var place: (Int, Int, Int) { (executionUnit, levelInExecutionUnit, sequenceInLevel) }
}
