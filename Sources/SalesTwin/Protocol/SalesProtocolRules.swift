import EntityStore
import Twin

extension ProtocolRules {
  /// How the Dataverse Web API speaks OData (pages on composing requests, querying, batches).
  static func sales(_ configuration: SalesConfiguration) -> ProtocolRules {
    var rules = ProtocolRules(
      servicePath: configuration.servicePath, baseURL: configuration.baseURL, pageSizeMax: 5000, paging: .cookie, countMax: 5000,
      patchCreates: true, createReturnsRow: false, putUpdates: false, writesSingleProperties: true, operationsPerBatchMax: 1000,
      batchStopsAtFirstError: true, filterFunctions: ["contains", "startswith", "endswith"], hasQueryFunctions: true, supportsApply: true,
      aggregatedRowsMax: 50_000, supportsIn: false,
      supportsArithmetic: false, supportsSkip: false, supportsLambda: true, supportsPathsInFilter: true, supportsNestedExpand: true,
      expandsMax: 15, linksExpandedCollections: true, changeSetsNeedContentIDs: true, enumsCompareForEqualityOnly: false,
      textRules: TextRules(starsInEquality: false, likePatternsInFunctions: true), readsEmptyInsteadOfNull: false,
      storesEmptyTextAsNull: true, supportsDeepInsert: true, annotatesValues: true,
      access: AccessRules(challenge: .namingAuthority))
    rules.furtherServicePaths = Array(configuration.webAPI.servicePaths.dropFirst())
    rules.supportsLinks = true
    // What 8.2 has not (sales-web-api.md 7): bulk operations, change tracking and comparisons of columns inferred; expanded
    // collections sourced, their date inferred.
    let isCurrent = configuration.webAPI == .v9
    rules.supportsBulkOperations = isCurrent
    rules.tracksChanges = isCurrent
    rules.comparesColumns = isCurrent
    rules.fillsExpandedCollectionsOfSets = isCurrent
    rules.clearsLookupsByNull = isCurrent
    rules.absentOperations = isCurrent ? [] : ["RetrieveTotalRecordCount", "RetrieveMetadataChanges"]
    // Sourced: the official client for Python reads the one, the page on batches shows the other.
    rules.requestIdentifiers = ["x-ms-service-request-id", "REQ_ID"]
    rules.refusesOtherMediaTypes = true
    rules.protection = .sales
    return rules
  }
}
