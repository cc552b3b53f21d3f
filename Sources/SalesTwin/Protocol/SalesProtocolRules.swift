import EntityStore
import Twin

extension ProtocolRules {
  /// How each version of the Dataverse Web API that a Sales answers speaks OData, the newest first.
  static func sales(_ configuration: SalesConfiguration, _ version: SalesVersion) -> [ProtocolRules] {
    version.apis.map { sales(configuration, version, $0) }
  }

  /// How texts compare, in every version.
  static let salesTextRules = TextRules(starsInEquality: false, likePatternsInFunctions: true)

  /// One version (pages on composing requests, querying, batches).
  private static func sales(_ configuration: SalesConfiguration, _ version: SalesVersion, _ api: SalesVersion.API) -> ProtocolRules {
    var rules = ProtocolRules(
      servicePath: api.servicePath, baseURL: configuration.baseURL, pageSizeMax: 5000, paging: .cookie, countMax: 5000,
      patchCreates: true, createReturnsRow: false, putUpdates: false, writesSingleProperties: true, operationsPerBatchMax: 1000,
      batchStopsAtFirstError: true, filterFunctions: ["contains", "startswith", "endswith"], hasQueryFunctions: true, supportsApply: true,
      aggregatedRowsMax: 50_000, supportsIn: false,
      supportsArithmetic: false, supportsSkip: false, supportsLambda: true, supportsPathsInFilter: true, supportsNestedExpand: true,
      expandsMax: 15, linksExpandedCollections: true, changeSetsNeedContentIDs: true, enumsCompareForEqualityOnly: false,
      textRules: salesTextRules, readsEmptyInsteadOfNull: false,
      storesEmptyTextAsNull: true, supportsDeepInsert: true, annotatesValues: true,
      access: AccessRules(challenge: .namingAuthority))
    rules.versionPrefix = SalesVersion.API.pathPrefix
    rules.newestKnownVersion = APIVersion(version.newestSegment)
    rules.refusesUnknownVersions = configuration.isStrict
    rules.supportsLinks = true
    // What older versions have not (sales-web-api.md 7).
    let has = api.capabilities.contains
    rules.supportsBulkOperations = has("bulkOperations")
    rules.tracksChanges = has("changeTracking")
    rules.comparesColumns = has("columnComparison")
    rules.fillsExpandedCollectionsOfSets = has("filledExpansions")
    rules.clearsLookupsByNull = has("lookupsByNull")
    rules.usesInnerErrors = !has("errorCodes")
    rules.encodesAliases = !has("plainAliases")
    if !has("recordCounts") { rules.absentOperations.insert("RetrieveTotalRecordCount") }
    if !has("metadataChanges") { rules.absentOperations.insert("RetrieveMetadataChanges") }
    if !has("accessOperations") { rules.absentOperations.formUnion(SharingOperations.names) }
    // Sourced: the official client for Python reads the one, the page on batches shows the other.
    rules.requestIdentifiers = ["x-ms-service-request-id", "REQ_ID"]
    rules.refusesOtherMediaTypes = true
    rules.annotatesMetadataOnDemand = true
    rules.protection = .sales
    // Sourced: W:query/overview.
    rules.urlLengthMax = 32_768
    rules.urlLengthInBatchMax = 65_536
    rules.impersonationHeaders = ["MSCRMCallerID", "CallerObjectId"]
    return rules
  }
}
