import Twin

extension ServiceProtection {
  /// The limits of finance and operations at a level (supply-chain-odata.md 5.13): on resources since 10.0.19, per user until 10.0.35,
  /// where they are off unless somebody switches them on [sourced: S14, S14b]. Releases of 2017 have none [inferred].
  static func supplyChain(_ capabilities: Set<String>) -> ServiceProtection? {
    guard capabilities.contains("resourceLimits") else { return nil }
    let isOn = capabilities.contains("userLimitsByDefault")
    var protection = ServiceProtection(
      windowSeconds: 300, requests: isOn ? 6000 : nil, executionMilliseconds: isOn ? 1_200_000 : nil,
      concurrentRequests: isOn ? 52 : nil, actsAfterFullWindow: false,
      // A licence allows the same of both systems [inferred: the allowance is Dynamics 365's].
      personEntitlement: 40_000, applicationEntitlement: 500_000)
    protection.hasUserLimits = capabilities.contains("userLimits")
    protection.resources = ResourceProtection()
    // The product's own: Data Integrator, data management, people before forms [sourced: S14].
    protection.exemptCallers = ["data integrator"]
    protection.exemptPaths = ["/data/DataManagement", SupplyChainTwin.formsPath]
    return protection
  }
}
