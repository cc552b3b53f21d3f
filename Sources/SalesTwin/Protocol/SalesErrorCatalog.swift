import OData
import Twin

/// The refusals of the Dataverse Web API that belong to the protocol, in their published words where there are any.
struct SalesErrorCatalog: ErrorCatalog {
  private let namespace = "Microsoft.Dynamics.CRM"

  func unknownResource(path: String, segment: String?) -> ServiceError {
    ServiceError(status: 404, code: "0x8006088a", message: "Resource not found for the segment '\(segment ?? path)'.")
  }

  func methodNotAllowed(_ method: String, path: String) -> ServiceError {
    ServiceError(
      status: 405, code: "0x8006088a", message: "The requested resource does not support http method '\(method)'.")
  }

  func unknownPropertyInQuery(_ property: String, table: TableDefinition) -> ServiceError {
    badQuery("Could not find a property named '\(property)' on type '\(namespace).\(table.name)'.")
  }

  func badQuery(_ reason: String) -> ServiceError { ServiceError(status: 400, code: "0x80060888", message: reason) }

  /// QueryBuilderInvalidPagingCookie (sourced: ERR); codes are in lower case on the wire.
  func badPageToken() -> ServiceError {
    ServiceError(status: 400, code: "0x8004112a", message: "Invalid page number in paging cookie.")
  }

  func badDeltaToken() -> ServiceError {
    ServiceError(status: 400, code: "0x80040203", message: "The delta token is not valid for this system.")
  }

  /// ExpiredVersionStamp (sourced: page on metadata caches); that it is this one for delta links is inferred.
  func expiredDeltaToken() -> ServiceError {
    ServiceError(
      status: 400, code: "0x80044352", message: "Version stamp associated with the client has expired. Please perform a full sync.")
  }

  /// Code sourced (ERR: AggregateQueryRecordLimitExceeded), text inferred.
  func tooManyRowsToAggregate(limit: Int) -> ServiceError {
    ServiceError(status: 400, code: "0x8004e023", message: "AggregateQueryRecordLimit exceeded. Cannot perform this operation.")
  }

  func malformedPath(_ reason: String, path: String) -> ServiceError { badQuery(reason) }

  /// EntityHasNoStateCode (sourced: ERR); that a body meets it is inferred.
  func unknownPropertyInBody(_ property: String, table: TableDefinition) -> ServiceError {
    if property == "statecode" || property == "statuscode" {
      return ServiceError(status: 400, code: "0x80047015", message: "Specified entity does not have a statecode.")
    }
    return badBody(
      "The property '\(property)' does not exist on type '\(namespace).\(table.name)'. "
        + "Make sure to only use property names that are defined by the type.", table: table)
  }

  func badBody(_ reason: String, table: TableDefinition?) -> ServiceError {
    ServiceError(
      status: 400, code: "0x80048d19",
      message: "Error identified in Payload provided by the user for Entity :'\(table?.entitySet ?? "")', For more information on this "
        + "error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : "
        + "Microsoft.OData.ODataException: \(reason)")
  }

  /// PresentParentAccountAndParentContact (sourced: ERR) is about contacts; for other tables the refusal is [proposed].
  func lookupSetTwice(_ lookup: LookupDefinition, table: TableDefinition) -> ServiceError {
    if table.name == "contact", lookup.name == "parentcustomerid" {
      return ServiceError(
        status: 400, code: "0x80040508", message: "You can either specify a contacts parent contact or its account, but not both.")
    }
    return badBody("The lookup '\(lookup.name)' is set more than once.", table: table)
  }

  func rowNotFound(table: TableDefinition, key: [(name: String, value: Value)]) -> ServiceError {
    if key.count == 1, key[0].name == table.key.first {
      return ServiceError(
        status: 404, code: "0x80040217", message: "\(table.name) With Id = \(key[0].value) Does Not Exist")
    }
    return ServiceError(
      status: 404, code: "0x80060891", message: "A record with the specified key values does not exist in \(table.name) entity")
  }

  func updateTargetNotFound(table: TableDefinition, key: [(name: String, value: Value)]) -> ServiceError {
    rowNotFound(table: table, key: key)
  }

  func notAKey(table: TableDefinition, columns: [String], path: String) -> ServiceError {
    ServiceError(
      status: 400, code: "0x80060890", message: "The specified key attributes are not a defined key for the \(table.name) entity")
  }

  func duplicate(table: TableDefinition, key: String, columns: [String], values: [Value]) -> ServiceError {
    guard table.alternateKeys.contains(where: { $0.name == key }) else {
      return ServiceError(status: 412, code: "0x80040237", message: "Operation failed due to a SQL integrity violation.")
    }
    return ServiceError(
      status: 412, code: "0x80060892",
      message: "Entity Key \(key) violated. A record with the same value for \(columns.joined(separator: ", ")) already exists. "
        + "A duplicate record cannot be created. Select one or more unique values and try again.")
  }

  func textTooLong(column: ColumnDefinition, table: TableDefinition) -> ServiceError {
    ServiceError(
      status: 400, code: "0x80044331",
      message: "A validation error occurred.  The length of the '\(column.name)' attribute of the '\(table.name)' entity exceeded the "
        + "maximum allowed length of '\(column.maxLength ?? 0)'.")
  }

  func outOfRange(column: ColumnDefinition, table: TableDefinition) -> ServiceError {
    ServiceError(
      status: 400, code: column.type == .decimal ? "0x80044330" : "0x8004432f",
      message: "A validation error occurred. The value of '\(column.name)' on record of type '\(table.name)' is outside the valid range.")
  }

  func unknownChoice(column: ColumnDefinition, table: TableDefinition, value: Value) -> ServiceError {
    ServiceError(
      status: 400, code: "0x8004431a",
      message: "The picklist value is out of the range. Column '\(column.name)' of '\(table.name)' does not know \(value); it knows "
        + column.choices.map { String($0.value) }.joined(separator: ", ") + ".")
  }

  /// Products and price lists have refusals of their own (sourced: ERR).
  func requiredMissing(column: String, table: TableDefinition) -> ServiceError {
    switch (table.name, column) {
    case ("product", "productnumber"): return SalesErrors.productNumberMissing
    case ("pricelevel", "name"): return SalesErrors.priceListNameMissing
    default: break
    }
    return ServiceError(status: 400, code: "0x80040203", message: "'\(column)' of '\(table.name)' is required and cannot be null.")
  }

  func versionMismatch(table: TableDefinition) -> ServiceError {
    ServiceError(
      status: 412, code: "0x80060882", message: "The version of the existing record doesn't match the RowVersion property provided.")
  }

  func alreadyExists(table: TableDefinition) -> ServiceError {
    ServiceError(status: 412, code: "0x80040237", message: "A record with matching key values already exists.")
  }

  /// The group of 405 holds refusals of this kind; code and text are ours [proposed].
  func readOnly(table: TableDefinition) -> ServiceError {
    ServiceError(status: 405, code: "0x80040800", message: "The operation is not supported on '\(table.name)'.")
  }

  func internalError(_ message: String) -> ServiceError {
    ServiceError(status: 500, code: "0x80040216", message: "An unexpected error occurred. \(message)")
  }

  /// Names sourced: page on composing requests; what stands in them is inferred from recorded answers.
  func annotations(of error: ServiceError) -> [(name: String, value: String)] {
    [
      ("Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus", "0"),
      ("Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode", "2146233088"),
      (
        "Microsoft.PowerApps.CDS.HelpLink",
        "http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a\(error.code.dropFirst(2))&client=platform"
      ),
      ("Microsoft.PowerApps.CDS.TraceText", ""), ("Microsoft.PowerApps.CDS.InnerError.Message", error.message),
    ]
  }

  /// The words are those of the OData library; status and code are inferred.
  func unsupportedMediaType(_ type: String) -> ServiceError {
    ServiceError(
      status: 415, code: "0x80060888",
      message: "A supported MIME type could not be found that matches the content type of the request. None of the supported type(s) "
        + "'application/json' matches the content type '\(type)'.")
  }

  /// Inferred: the OData library's own words for what it cannot write, with the status it gives them.
  func notAcceptable(_ accept: String) -> ServiceError {
    ServiceError(
      status: 415, code: "0x80060888",
      message: "A supported MIME type could not be found that matches the acceptable MIME types for the request. The supported type(s) "
        + "'application/json;odata.metadata=minimal, application/json;odata.metadata=full, application/json;odata.metadata=none' do not "
        + "match any of the acceptable MIME types '\(accept.prefix(200))'.")
  }

  /// The limits are sourced (W:query/overview), status and words proposed.
  func urlTooLong(_ length: Int, limit: Int) -> ServiceError {
    ServiceError(
      status: 414, code: "0x80060888",
      message: "The URL of the request has \(length) characters. The longest URL allowed has \(limit); send longer ones in a $batch.")
  }

  func body(of error: ServiceError) -> [UInt8] {
    // What turns callers away at the door words nothing (401).
    if error.code.isEmpty, error.message.isEmpty { return [] }
    let json: JSON = ["error": ["code": .string(error.code), "message": .string(error.message)]]
    return json.encoded()
  }
  /// The code was often empty (sourced: recorded answers); what stands in innererror is inferred.
  func olderBody(of error: ServiceError) -> [UInt8] {
    if error.code.isEmpty, error.message.isEmpty { return [] }
    let inner: JSON = ["message": .string(error.message), "type": "System.ServiceModel.FaultException", "stacktrace": ""]
    return JSON.object(["error": ["code": "", "message": .string(error.message), "innererror": inner]]).encoded()
  }
}
