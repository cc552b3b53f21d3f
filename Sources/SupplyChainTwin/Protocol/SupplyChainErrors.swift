import OData
import Twin

/// The refusals of finance and operations (supply-chain-odata.md 5.9).
struct SupplyChainErrors: ErrorCatalog {
  let rules: ProtocolRules
  let business: BusinessModel
  let writeFailureStatus: Int

  private static let writeException = "Microsoft.Dynamics.Platform.Integration.Services.OData.AxODataWriteException"
  private static let odataException = "Microsoft.OData.ODataException"
  private static let invalidOperation = "System.InvalidOperationException"

  // MARK: Business refusals

  /// `Write failed for table row of type '<AOT entity>'. Infolog: …` (sourced: S23, S25, S29).
  func writeFailed(_ table: TableDefinition, _ infolog: [InfologEntry]) -> ServiceError {
    ServiceError(
      status: writeFailureStatus, message: "Write failed for table row of type '\(table.internalName)'. Infolog: \(infolog.infologText)",
      type: Self.writeException)
  }

  /// A value that a field does not accept (text of the second entry sourced: S25).
  func fieldRefused(_ table: TableDefinition, column: String, _ text: String) -> ServiceError {
    writeFailed(
      table, [.warning(text), .warning("validateField failed on field '\(table.internalName).\(table.ownName(ofBase: column))'")])
  }

  /// Sourced: S25.
  func unknownForeignKey(_ table: TableDefinition, column: String, value: String, relatedTable: String) -> ServiceError {
    fieldRefused(
      table, column: column, "The value '\(value)' in field '\(label(column, table))' is not found in the related table '\(relatedTable)'.")
  }

  /// A business rule that the row as a whole breaks (sourced: S29).
  func rowRefused(_ table: TableDefinition, _ text: String) -> ServiceError {
    let source = business.dataSource(of: table.name)
    return writeFailed(
      table, [.warning(text), .warning("validateWrite failed on data source '\(source.name) (\(source.aotTable))'")])
  }

  /// An order line without a site (sourced: S29).
  func siteIsMandatory(_ table: TableDefinition) -> ServiceError {
    writeFailed(
      table,
      [.warning("Inventory dimension Site is mandatory and must consequently be specified."), .error("Update has been canceled.")])
  }

  func deleteRefused(_ table: TableDefinition, _ text: String) -> ServiceError {
    let source = business.dataSource(of: table.name)
    return writeFailed(
      table, [.error(text), .warning("validateDelete failed on data source '\(source.name) (\(source.aotTable))'")])
  }

  /// Sourced: S30; the status is not stated there.
  func actionFailed(_ action: String, on table: TableDefinition, _ text: String) -> ServiceError {
    ServiceError(
      status: writeFailureStatus,
      message: "Exception occurred while executing action \(action) on Entity \(table.name): \(text)", type: Self.invalidOperation)
  }

  // MARK: ErrorCatalog

  /// Another envelope: capital `Message`, no `error` (sourced: S27).
  func unknownResource(path: String, segment: String?) -> ServiceError {
    if let segment, let refusal = AbsentEntitySets.refusal(of: segment) { return refusal }
    let uri = path.hasPrefix("/") ? rules.baseURL + path : "\(rules.baseURL)\(rules.servicePath)/\(path)"
    return ServiceError(
      status: 404, message: "No HTTP resource was found that matches the request URI '\(uri)'. No route data was found for this request.")
  }

  func methodNotAllowed(_ method: String, path: String) -> ServiceError {
    ServiceError(status: 405, message: "The requested resource does not support http method '\(method)'.")
  }

  func unknownPropertyInQuery(_ property: String, table: TableDefinition) -> ServiceError {
    badQuery("Could not find a property named '\(property)' on type 'Microsoft.Dynamics.DataEntities.\(table.name)'.")
  }

  func badQuery(_ reason: String) -> ServiceError { ServiceError(status: 400, message: reason, type: Self.odataException) }

  func badPageToken() -> ServiceError { badQuery("The query option '$skiptoken' is not supported.") }

  /// Sourced: S27. A wrongly formed key is a route that does not exist.
  func malformedPath(_ reason: String, path: String) -> ServiceError { unknownResource(path: path, segment: nil) }

  func unknownPropertyInBody(_ property: String, table: TableDefinition) -> ServiceError {
    badQuery(
      "The property '\(property)' does not exist on type 'Microsoft.Dynamics.DataEntities.\(table.name)'. "
        + "Make sure to only use property names that are defined by the type or mark the type as open type.")
  }

  func badBody(_ reason: String, table: TableDefinition?) -> ServiceError { badQuery(reason) }

  func lookupSetTwice(_ lookup: LookupDefinition, table: TableDefinition) -> ServiceError {
    badBody("'\(lookup.name)' is set more than once.", table: table)
  }

  /// The status is inferred, and so is the empty body.
  func rowNotFound(table: TableDefinition, key: [(name: String, value: Value)]) -> ServiceError { nothingThere }

  /// Nothing has this key.
  var nothingThere: ServiceError { ServiceError(status: 404, message: "") }

  /// Sourced: S29.
  func updateTargetNotFound(table: TableDefinition, key: [(name: String, value: Value)]) -> ServiceError {
    ServiceError(status: 400, message: "No resources were found when selecting for update.", type: Self.writeException)
  }

  /// Sourced: S27. A wrongly formed key is a route that does not exist.
  func notAKey(table: TableDefinition, columns: [String], path: String) -> ServiceError { unknownResource(path: path, segment: nil) }

  /// Sourced: S23.
  func duplicate(table: TableDefinition, key: String, columns: [String], values: [Value]) -> ServiceError {
    let source = business.dataSource(of: table.name)
    let named = zip(columns, values).filter { $0.0 != "dataAreaId" }
    let first = named.first.map { "\(label($0.0, table)): \($0.1.description)" } ?? ""
    let rest = named.dropFirst().map { ", \($0.1.description)" }.joined()
    return writeFailed(
      table, [.info("Cannot create a record in \(source.label) (\(source.aotTable)). \(first)\(rest).\nThe record already exists.")])
  }

  func textTooLong(column: ColumnDefinition, table: TableDefinition) -> ServiceError {
    fieldRefused(
      table, column: column.name, "The text in field '\(label(column.name, table))' is longer than \(column.maxLength ?? 0) characters.")
  }

  func outOfRange(column: ColumnDefinition, table: TableDefinition) -> ServiceError {
    fieldRefused(table, column: column.name, "The value in field '\(label(column.name, table))' is out of range.")
  }

  func unknownChoice(column: ColumnDefinition, table: TableDefinition, value: Value) -> ServiceError {
    badQuery(
      "Cannot convert the literal '\(value)' to the expected type '\(column.type.qualifiedName(in: "Microsoft.Dynamics.DataEntities"))'.")
  }

  func requiredMissing(column: String, table: TableDefinition) -> ServiceError {
    rowRefused(table, "Field '\(label(column, table))' must be filled in.")
  }

  func versionMismatch(table: TableDefinition) -> ServiceError {
    let source = business.dataSource(of: table.name)
    return ServiceError(status: 412, message: conflict(source), type: Self.writeException)
  }

  /// The same while a write is under way: a failed write like any other (words sourced: S29; that the status is that of other
  /// failed writes is inferred).
  func updateConflict(table: TableDefinition) -> ServiceError {
    writeFailed(table, [.error(conflict(business.dataSource(of: table.name)))])
  }

  private func conflict(_ source: BusinessModel.DataSource) -> String {
    "Cannot edit a record in \(source.label) (\(source.aotTable)). An update conflict occurred due to another user process "
      + "deleting the record or changing one or more fields in the record."
  }

  func alreadyExists(table: TableDefinition) -> ServiceError {
    ServiceError(status: 412, message: "The record already exists.", type: Self.writeException)
  }

  func readOnly(table: TableDefinition) -> ServiceError {
    writeFailed(table, [.error("The data entity '\(table.entitySet)' is read-only.")])
  }

  func internalError(_ message: String) -> ServiceError { ServiceError(status: 500, message: message, type: "System.Exception") }

  func body(of error: ServiceError) -> [UInt8] {
    if error.notEmulated != nil {
      let body: JSON = ["error": ["code": .string(error.code), "message": .string(error.message)]]
      return body.encoded()
    }
    if let type = error.type {
      let body: JSON = [
        "error": [
          "code": .string(error.code), "message": "An error has occurred.",
          "innererror": ["message": .string(error.message), "type": .string(type), "stacktrace": "   at the twin"],
        ]
      ]
      return body.encoded()
    }
    switch error.status {
    case _ where error.message.isEmpty: return []
    case 404, 405:
      let body: JSON = ["Message": .string(error.message)]
      return body.encoded()
    default:
      let body: JSON = ["error": ["code": .string(error.code), "message": .string(error.message)]]
      return body.encoded()
    }
  }

  // MARK: Labels

  /// What people see the column called: from the model, or its name as words.
  func label(_ column: String, _ table: TableDefinition) -> String {
    let name = table.ownName(ofBase: column)
    return table.column(name)?.label ?? name.inWords
  }
}
