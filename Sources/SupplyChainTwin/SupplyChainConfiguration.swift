/// Which Supply Chain environment the twin is, as far as that can differ from tenant to tenant.
public struct SupplyChainConfiguration: Sendable {
  /// A release and its hotfixes, for example `7.3` or `7.2+KB4036461+KB4036524`.
  public var level: String
  /// Takes the published text of a hotfix at its word where that is likely a slip: KB4051266 then brings orders to Sales, not from it.
  public var literalKbText = false
  /// The company of the calling user: what reads see without `cross-company=true`, and where rows without a company go.
  public var defaultCompany: String
  /// 500 for the 2017 to 2020 profile, 400 for the current one (supply-chain-odata.md 5.9; the changeover date is unknown).
  public var writeFailureStatus: Int
  /// Scheme and host of the environment.
  public var baseURL: String
  /// Rows on a page; 10,000 is documented, an older field report says 1,000 (5.4).
  public var pageSizeMax: Int
  /// Next links carry the page size in `$top`, as recorded ones do (5.4). A client's own `$top` of more than one page then loses its end
  /// where what is left of it is just a page, so it is off unless asked for.
  public var topInNextLinks = false
  /// What a released product must pass to be sellable (7.1). The real rules are not published: each can be left out.
  public var sellableChecks: Set<SellableCheck>
  /// Seconds of the world's clock until a batch of the data management framework gets going (proposed).
  public var batchStartSeconds = 5
  /// Rows such a batch does in a second of the world's clock (proposed).
  public var batchRowsPerSecond = 1000

  public init(
    level: String = "7.3", defaultCompany: String = "usmf", writeFailureStatus: Int = 400,
    baseURL: String = "https://usmf.operations.dynamics.com", pageSizeMax: Int = 10_000,
    sellableChecks: Set<SellableCheck> = Set(SellableCheck.allCases)
  ) {
    self.level = level
    self.defaultCompany = defaultCompany
    self.writeFailureStatus = writeFailureStatus
    self.baseURL = baseURL
    self.pageSizeMax = pageSizeMax
    self.sellableChecks = sellableChecks
  }
}
