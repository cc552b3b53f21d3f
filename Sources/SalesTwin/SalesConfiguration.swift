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
  /// Which version of Sales it is, and so which versions of the Web API answer.
  public var webAPI = WebAPI.v9
  /// Refuses versions of the Web API that nobody knows of, instead of answering them as the newest.
  public var isStrict = false
  /// What `RetrieveVersion` answers; `nil` for the build of that version.
  public var productVersion: String?
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

  /// The versions of Sales; what each has is data in versions.csv and apis.csv (sales-web-api.md 7).
  public enum WebAPI: String, Sendable, CaseIterable {
    case v9 = "9.2"
    case v9Dot1 = "9.1"
    case v9Dot0 = "9.0"
    case v8 = "8.2"
    /// Before 8.2.1.207, which the Prospect to cash solution needs.
    case v8Early = "8.2.0"
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
