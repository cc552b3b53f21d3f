import EntityStore
import Twin

extension ProtocolRules {
  /// How the Dataverse Web API speaks OData (pages on composing requests, querying, batches).
  static func sales(_ configuration: SalesConfiguration) -> ProtocolRules {
    ProtocolRules(
      servicePath: configuration.servicePath, baseURL: configuration.baseURL, pageSizeMax: 5000, paging: .cookie, countMax: 5000,
      patchCreates: true, createReturnsRow: false, putUpdates: false, writesSingleProperties: true, operationsPerBatchMax: 1000,
      batchStopsAtFirstError: true, filterFunctions: ["contains", "startswith", "endswith"], supportsIn: false,
      supportsArithmetic: false, supportsSkip: false, supportsLambda: true, supportsPathsInFilter: true, supportsNestedExpand: true,
      expandsMax: 15, linksExpandedCollections: true, changeSetsNeedContentIDs: true, enumsCompareForEqualityOnly: false,
      textRules: TextRules(starsInEquality: false, likePatternsInFunctions: true), readsEmptyInsteadOfNull: false,
      storesEmptyTextAsNull: true, supportsDeepInsert: true, annotatesValues: true,
      access: AccessRules(challenge: .namingAuthority))
  }
}
