import Ambient
import EntityStore
import OData

/// Operations on many rows of one table at once (sales-web-api.md 5.12). `DeleteMultiple` is for elastic tables only, of
/// which Sales has none, so that its address leads nowhere.
enum BulkOperation: String {
  case create = "CreateMultiple"
  case update = "UpdateMultiple"
  case upsert = "UpsertMultiple"
}

/// Runs them: each is one transaction, and the first row that is refused takes the others with it (sourced).
struct BulkWriter {
  private let handler: EntityHandler
  private let writer: EntityWriter

  init(_ handler: EntityHandler) {
    self.handler = handler
    writer = EntityWriter(handler)
  }

  private var errors: any ErrorCatalog { handler.errors }

  func run(_ operation: BulkOperation, _ table: TableDefinition) throws -> HTTPResponse {
    guard handler.request.method == .post else { throw errors.methodNotAllowed(handler.request.method.rawValue, path: handler.path) }
    let targets = try targets(of: operation, table)
    switch operation {
    case .create:
      let ids = try handler.product.store.transaction {
        try targets.map { target in
          let row = try writer.create(table, try writer.draft(table, target, mode: .create))
          return JSON.string(row[table.key[0]].description)
        }
      }
      var body = handler.envelope(context: "\(handler.service.rootURL)/$metadata#\(handler.product.model.namespace).CreateMultipleResponse")
      body.append("Ids", .array(ids))
      return handler.json(200, JSON.object(body).encoded())
    case .update:
      try handler.product.store.transaction {
        for target in targets {
          let key = try key(of: target, table, mayBeNew: false)
          guard let row = try handler.resolver.find(table, key) else { throw errors.updateTargetNotFound(table: table, key: key.pairs) }
          try writer.update(table, row, target, key)
        }
      }
      return HTTPResponse(204)
    case .upsert:
      try handler.product.store.transaction {
        for target in targets { _ = try writer.upsert(table, try key(of: target, table, mayBeNew: true), target) }
      }
      // No UpsertMultipleResponse comes back (sourced: page on UpsertMultiple).
      return HTTPResponse(204)
    }
  }

  private func targets(of operation: BulkOperation, _ table: TableDefinition) throws -> [JSONObject] {
    guard !table.isReadOnly else { throw errors.readOnly(table: table) }
    let body = try handler.bodyObject(table: table)
    guard let targets = body["Targets"]?.arrayValue else {
      throw errors.badBody("The parameter 'Targets' of '\(operation.rawValue)' is missing.", table: table)
    }
    if let other = body.members.first(where: { $0.name != "Targets" && !$0.name.contains("@") }) {
      throw errors.badBody(
        "The parameter '\(other.name)' in the request payload is not a valid parameter for '\(operation.rawValue)'.", table: table)
    }
    let type = "\(handler.product.model.namespace).\(table.name)"
    return try targets.map { target in
      guard let object = target.objectValue else { throw errors.badBody("'Targets' holds something that is no object.", table: table) }
      // Needed with every target (sourced: page on CreateMultiple); the words are ours.
      guard let name = (object["@odata.type"] ?? object["@type"])?.stringValue else {
        throw errors.badBody("Every item of 'Targets' needs an '@odata.type'.", table: table)
      }
      guard name == type || name == "#\(type)" else {
        throw errors.badBody("The type '\(name)' of an item of 'Targets' is not '\(type)'.", table: table)
      }
      return object
    }
  }

  /// What addresses a target: `@odata.id`, its primary key, or all columns of an alternate key.
  private func key(of target: JSONObject, _ table: TableDefinition, mayBeNew: Bool) throws -> KeyAddress {
    if let address = (target["@odata.id"] ?? target["@id"])?.stringValue {
      return try writer.bodyReader.address(address, of: table, name: "@odata.id")
    }
    var candidates = [table.key]
    candidates += handler.product.model.edm.entityType(table.name)?.alternateKeys.map(\.properties) ?? []
    for columns in candidates {
      let values = columns.compactMap { column in target[column].flatMap { writer.bodyReader.keyValue($0, column, table) } }
      if values.count == columns.count { return KeyAddress(columns: columns, values: values, isPrimary: columns == table.key) }
    }
    guard mayBeNew, let key = table.key.first else {
      throw errors.badBody(
        "An item of 'Targets' does not say which row it is: '\(table.key.joined(separator: ","))' is missing.", table: table)
    }
    return KeyAddress(columns: [key], values: [.guid(handler.session.ambient.newGUID())], isPrimary: true)
  }
}
