import EntityStore
import OData
import Twin

extension ProtocolRules {
  /// What finance and operations accepts of OData (supply-chain-odata.md 5.2 to 5.8).
  static func supplyChain(_ configuration: SupplyChainConfiguration) -> ProtocolRules {
    var rules = ProtocolRules(
      servicePath: "/data", baseURL: configuration.baseURL, pageSizeMax: configuration.pageSizeMax, paging: .positional,
      patchCreates: false, createReturnsRow: true, putUpdates: true, operationsPerBatchMax: 5000, batchStopsAtFirstError: false,
      filterFunctions: ["now"], supportsIn: false, supportsArithmetic: true, supportsSkip: true, supportsLambda: false,
      supportsPathsInFilter: false, supportsNestedExpand: false, enumsCompareForEqualityOnly: true,
      textRules: TextRules(starsInEquality: true), readsEmptyInsteadOfNull: true, storesEmptyTextAsNull: false,
      supportsDeepInsert: false, etags: .recordVersion, supportsFormat: true, selectBringsKey: false,
      // The container's name is that of the generated client classes (S1); the parameter's is shown by /metadata (S34).
      metadata: CSDL.Style(container: "Resources", bindingParameter: .byType),
      access: AccessRules(challenge: .plain, audienceMayEndWithSlash: false))
    // `CustomerGroups('10')` is a route nobody knows (sourced: S27).
    rules.takesUnnamedKeys = false
    rules.nextLinksHaveTop = configuration.topInNextLinks
    return rules
  }
}
