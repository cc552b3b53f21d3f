import Twin

extension ServiceProtection {
  /// The limits of Dataverse (sales-web-api.md 6): numbers and names of headers [sourced: D:api-limits], requests a day of a paid Sales
  /// user and of the pool of applications before licences add to it [sourced: ENT].
  static let sales = ServiceProtection(
    windowSeconds: 300, requests: 6000, executionMilliseconds: 1_200_000, concurrentRequests: 52,
    requestsHeader: "x-ms-ratelimit-burst-remaining-xrm-requests", timeHeader: "x-ms-ratelimit-time-remaining-xrm-requests",
    personEntitlement: 40_000, applicationEntitlement: 500_000)
}
