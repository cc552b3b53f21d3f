public import OData
import SalesTwin
import StrictYAML
public import SyncEngine
public import Twin

/// The `settings:` of a scenario: what is different in its world. Everything left out keeps its default.
public struct WorldSettings: Hashable, Sendable {
  public var seed: UInt64?
  public var start: Timestamp?
  public var company: String?
  /// Version of the Prospect to cash solution in Sales; the empty text for none.
  public var solutionVersion: String?
  /// Discounts of lines count per unit instead of per line (R-SET-3, R-SET-4).
  public var discountPerUnit: Bool?
  public var systemPricing: Bool?
  public var priceListMandatory: Bool?
  /// New products start active rather than as drafts (R-SET-18).
  public var productsStartActive: Bool?
  public var pricingDecimals: Int?
  /// The team of the business unit has a role (R-SET-1).
  public var teamHasRole: Bool?
  /// Who keeps the solution's read-only rules: `formsOnly`, or the `server` too.
  public var readOnlyRules: String?
  /// Version of Sales: `9.2`, `9.1`, `9.0`, `8.2`, or `8.2.0` for one before 8.2.1.207.
  public var salesWebAPI: String?
  /// Sales refuses versions of its Web API that nobody knows of.
  public var salesStrict: Bool?
  /// Service protection of Sales; `nil` where nobody is ever turned away (docs/limits.md).
  public var salesLimits: LimitSettings?
  /// Service protection of Supply Chain, where its level has any; `nil` where nobody is ever turned away.
  public var supplyChainLimits: LimitSettings?
  /// Level of Supply Chain: `7.3`, `7.2+KB4036461`.
  public var supplyChainLevel: String?
  /// Takes the published text of hotfixes at its word where that is likely a slip (KB4051266).
  public var literalKbText: Bool?
  /// Status of refused writes: 400, or the 500 of 2017 to 2020.
  public var writeFailureStatus: Int?
  /// Both systems ask for sign-in; the users are those of the standard directory (docs/sign-in.md).
  public var signIn: Bool?
  /// How the engine finds out what has changed in Sales, and in Supply Chain.
  public var changes: ChangeReading?
  /// What real environments have beyond the built-in tables and entities; docs/own-metadata.md.
  public var salesMetadata: OwnMetadata?
  public var supplyChainMetadata: OwnMetadata?

  static let keys = ["seed", "start", "company", "sales", "supplyChain", "signIn", "changes"]
  static let salesKeys = [
    "solutionVersion", "discountCalculation", "systemPricing", "priceListMandatory", "productsStartActive", "pricingDecimals",
    "teamHasRole", "readOnlyRules", "webApi", "strict", "limits", "metadata",
  ]
  static let supplyChainKeys = ["level", "literalKbText", "writeFailureStatus", "limits", "metadata"]

  public init() {}

  init(_ yaml: YAML, _ collector: DiagnosticCollector) {
    guard let map = MapReader(yaml, what: "'settings'", keys: Self.keys, collector) else { return }
    if let text = map.text("seed") {
      seed = UInt64(text.text)
      if seed == nil { collector.report(text.position, "'seed' must be a whole number that is not negative, not '\(text.text)'") }
    }
    if let text = map.text("start") {
      start = Timestamp(text.text)
      if start == nil { collector.report(text.position, "'\(text.text)' is no moment; write 2018-04-03T08:00:00Z") }
    }
    company = map.text("company")?.text
    signIn = map.flag("signIn")
    if let yaml = map.value("changes"), let changes = MapReader(yaml, what: "'changes'", keys: ["sales", "supplyChain"], collector) {
      let sales = changes.word("sales", among: ChangeReading.Sales.allCases.map(\.rawValue))
      let supplyChain = changes.word("supplyChain", among: ChangeReading.SupplyChain.allCases.map(\.rawValue))
      self.changes = ChangeReading(
        sales: sales.flatMap(ChangeReading.Sales.init) ?? .rowVersions,
        supplyChain: supplyChain.flatMap(ChangeReading.SupplyChain.init) ?? .contents)
    }
    if let yaml = map.value("sales"), let sales = MapReader(yaml, what: "'sales' settings", keys: Self.salesKeys, collector) {
      solutionVersion = sales.text("solutionVersion").map { $0.text == "none" ? "" : $0.text }
      discountPerUnit = sales.word("discountCalculation", among: ["lineItem", "perUnit"]).map { $0 == "perUnit" }
      systemPricing = sales.flag("systemPricing")
      priceListMandatory = sales.flag("priceListMandatory")
      productsStartActive = sales.flag("productsStartActive")
      pricingDecimals = sales.integer("pricingDecimals")
      teamHasRole = sales.flag("teamHasRole")
      readOnlyRules = sales.word("readOnlyRules", among: SalesConfiguration.ReadOnlyKeeper.allCases.map(\.rawValue))
      salesStrict = sales.flag("strict")
      salesLimits = sales.limits("limits")
      salesMetadata = sales.metadata("metadata")
      salesWebAPI = sales.word("webApi", among: SalesConfiguration.WebAPI.allCases.map(\.rawValue))
    }
    if let yaml = map.value("supplyChain"),
      let supplyChain = MapReader(yaml, what: "'supplyChain' settings", keys: Self.supplyChainKeys, collector)
    {
      supplyChainLevel = supplyChain.text("level")?.text
      supplyChainLimits = supplyChain.limits("limits", resources: true)
      supplyChainMetadata = supplyChain.metadata("metadata")
      literalKbText = supplyChain.flag("literalKbText")
      writeFailureStatus = supplyChain.word("writeFailureStatus", among: ["400", "500"]).flatMap { Int($0) }
    }
  }
}
