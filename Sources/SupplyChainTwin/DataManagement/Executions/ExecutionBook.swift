import Ambient
import EntityStore
import OData
import Twin

/// The executions of an environment: found, begun, finished.
struct ExecutionBook {
  let context: CompanyContext
  /// The action on whose behalf, for error texts.
  let action: String

  private var definitionGroups: TableDefinition { context.definition("DataManagementDefinitionGroup") }

  func refusal(_ text: String) -> ServiceError { context.errors.actionFailed(action, on: definitionGroups, text) }

  /// - Throws: a refusal for an id nobody knows (that it is refused with "were not found" is inferred: S45).
  func find(_ id: String) throws -> Execution {
    guard let row = try context.findShared(Execution.table, .string(id)) else {
      throw refusal("Execution details for '\(id)' were not found.")
    }
    return Execution(row: row)
  }

  func exists(_ id: String) throws -> Bool { try context.findShared(Execution.table, .string(id)) != nil }

  /// The entities of an execution, in their order.
  func entities(of execution: Execution) throws -> [Row] {
    try context.store.rows(
      context.schema(Execution.entityTable), where: ["ExecutionId"], equal: [.string(execution.id)], orderBy: ["Sequence"])
  }

  /// - Throws: a refusal for an entity that is not in the execution.
  func entity(_ name: String, of execution: Execution) throws -> Row {
    let name = context.twin.dataEntities.entity(named: name)?.name ?? name
    guard let row = try context.findShared(Execution.entityTable, .string(execution.id), .string(name)) else {
      throw refusal("Entity '\(name)' is not part of the execution '\(execution.id)'.")
    }
    return row
  }

  func errors(of execution: Execution, entity: String? = nil) throws -> [Row] {
    try context.store.rows(
      context.schema(Execution.errorTable), where: ["ExecutionId"] + (entity == nil ? [] : ["EntityName"]),
      equal: [.string(execution.id)] + (entity.map { [.string($0)] } ?? []))
  }

  /// The import that has not come to its end yet, the last of several.
  func runningImport() throws -> Execution? {
    try context.store.rows(
      context.schema(Execution.table), where: ["Kind"], equal: [.string(Execution.Kind.importing.rawValue)], orderBy: ["ReadyAt"]
    ).last.map(Execution.init).flatMap { $0.isReady(at: context.session.now) ? nil : $0 }
  }

  /// A new id, made of the data project's name and a number nobody can guess (form proposed).
  func newID(for group: String) -> String { "\(group)-\(context.session.ambient.newGUID().description.uppercased())" }

  /// The id the caller chose, or a new one where there is none (sourced: S16).
  /// - Throws: a refusal for an id that is taken.
  func id(_ given: String?, for group: String) throws -> String {
    guard let given, !given.isEmpty else { return newID(for: group) }
    guard try !exists(given) else { throw refusal("The execution id '\(given)' is in use. Leave it empty, or choose another.") }
    return given
  }

  func forget(_ execution: Execution) throws {
    for row in try errors(of: execution) + entities(of: execution) + [execution.row] { try context.store.delete(row) }
  }

  @discardableResult
  func record(
    _ id: String, kind: Execution.Kind, group: String, legalEntity: String, packageName: String, blob: String, status: Execution.Status,
    isStaged: Bool, readyAt: Timestamp
  ) throws -> Execution {
    var record = context.newRecord(Execution.table)
    record["ExecutionId"] = .string(id)
    record["Kind"] = .string(kind.rawValue)
    record["DefinitionGroupId"] = .string(group)
    record["LegalEntityId"] = .string(legalEntity)
    record["PackageName"] = .string(packageName)
    record["PackageBlobId"] = .string(blob)
    record["Status"] = .string(status.rawValue)
    record["IsStaged"] = .bool(isStaged)
    record["StartedAt"] = .timestamp(context.session.now)
    record["ReadyAt"] = .timestamp(readyAt)
    return Execution(row: try context.save(record))
  }
}
