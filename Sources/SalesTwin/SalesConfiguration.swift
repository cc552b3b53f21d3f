/// What a Sales twin is: its address, its solution, the settings a new organization starts with.
///
/// ```swift
/// var configuration = SalesConfiguration()
/// configuration.solutionVersion = "15.0.0.2"      // the last version, without the unique account number
/// let twin = try SalesTwin(ambient: ambient, configuration: configuration, location: .memory)
/// ```
public struct SalesConfiguration: Sendable {
  /// Scheme and host that absolute links start with.
  public var baseURL = "https://contoso.crm.dynamics.com"
  /// Which generation of the Web API answers.
  public var webAPI = WebAPI.v9
  /// Path of the service root.
  public var servicePath: String { webAPI.servicePaths[0] }
  /// What `RetrieveVersion` answers.
  public var productVersion = "9.2.24014.198"
  /// Version of the Prospect to cash solution; `nil` where it is not installed, and its columns are not there.
  public var solutionVersion: String? = "1.15.0.1"
  public var organizationName = "Contoso"
  public var baseCurrency = BaseCurrency()
  public var settings = Settings()
  /// Off, every write to a document or to master data fails with the "Principal team" refusal, as it does when the team
  /// of the business unit has no role (R-SET-1) [sourced behaviour].
  public var teamHasRole = true

  /// Who keeps people from changing what Supply Chain maintains.
  public var readOnlyRules = ReadOnlyKeeper.formsOnly

  /// Where the solution's read-only rules are kept; the documentation tells of forms only.
  public enum ReadOnlyKeeper: String, Sendable, CaseIterable {
    case formsOnly, server
  }

  /// The generations of the Web API; what differs between them is data in its `ProtocolRules` (sales-web-api.md 7).
  public enum WebAPI: String, Sendable, CaseIterable {
    case v9 = "9.2"
    case v8 = "8.2"

    /// The first is the one links are made of. The segments of a generation behave alike [sourced: W:web-api-versions].
    var servicePaths: [String] {
      switch self {
      case .v9: ["/api/data/v9.2", "/api/data/v9.1", "/api/data/v9.0"]
      case .v8: ["/api/data/v8.2", "/api/data/v8.1", "/api/data/v8.0"]
      }
    }
  }

  /// The currency the organization keeps its books in.
  public struct BaseCurrency: Sendable {
    public var code = "USD"
    public var name = "US Dollar"
    public var symbol = "$"
    public var precision = 2

    public init() {}
  }

  /// Settings of the organization row; a PATCH of `organizations(…)` changes them later.
  public struct Settings: Sendable {
    /// 0 line item, 1 per unit (`discountcalculationmethod`).
    public var discountCalculationMethod: Int64 = 0
    /// `oobpricecalculationenabled`
    public var systemPricing = true
    /// `ispricelistmandatory`: quotes, orders and invoices need a price list (R-ORD-13).
    public var isPriceListMandatory = true
    /// `createproductswithoutparentinactivestate`; off, new products start as drafts (R-SET-18).
    public var createProductsActive = true
    /// `pricingdecimalprecision`, 0 … 4.
    public var pricingDecimals = 2

    public init() {}
  }

  public init() {}
}
