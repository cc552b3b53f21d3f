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
    // The segments of 9.x have no breaking differences (sales-web-api.md 7, sourced).
    rules.furtherServicePaths = ["/api/data/v9.0", "/api/data/v9.1", "/api/data/v9.2"].filter { $0 != configuration.servicePath }
    rules.supportsLinks = true
    rules.supportsBulkOperations = true
    rules.tracksChanges = true
    // Sourced: the official client for Python reads the one, the page on batches shows the other.
    rules.requestIdentifiers = ["x-ms-service-request-id", "REQ_ID"]
    rules.refusesOtherMediaTypes = true
    return rules
  }
}
