public import OData
import SalesTwin
import Scenarios
public import Twin

/// What a hosted world is made from. The same plan makes the same world.
public struct WorldPlan: Hashable, Sendable {
  /// Level of Supply Chain, a row of its `levels.csv`.
  public var level = "7.3"
  /// Version of the Prospect to cash solution in Sales; `nil` for none.
  public var solution: String? = "1.15.0.1"
  /// Version of Sales: `9.2`, `9.1`, `9.0`, `8.2`, or `8.2.0` for one before 8.2.1.207.
  public var webAPI = SalesConfiguration().webAPI.rawValue
  /// Sales refuses versions of its Web API that nobody knows of.
  public var isStrict = false
  /// Service protection of Sales; `nil` for none.
  public var salesLimits: LimitSettings?
  /// Service protection of Supply Chain; `nil` for none.
  public var supplyChainLimits: LimitSettings?
  public var seed: UInt64 = 1
  /// The company of whoever calls Supply Chain.
  public var company = "usmf"
  /// Name of a baseline the host knows; `nil` for bare systems.
  public var baseline: String?
  /// The first moment of its clock; `nil` for the machine's time when it is made.
  public var start: Timestamp?
  /// Its clock stands still until somebody moves it.
  public var isFrozen = false

  public init() {}

  /// - Parameter now: the machine's time.
  func configuration(at now: Timestamp) -> WorldConfiguration {
    var settings = WorldSettings()
    settings.supplyChainLevel = level
    settings.solutionVersion = solution ?? ""
    settings.salesWebAPI = webAPI
    settings.salesStrict = isStrict
    settings.salesLimits = salesLimits
    settings.supplyChainLimits = supplyChainLimits
    return WorldConfiguration(seed: seed, start: start ?? now, company: company, settings: settings)
  }
}

extension WorldPlan {
  /// What installations change of a plan.
  struct Versions: Hashable {
    let level: String
    let solution: String?
  }

  var versions: Versions {
    get { Versions(level: level, solution: solution) }
    set {
      level = newValue.level
      solution = newValue.solution
    }
  }
}

extension WorldPlan {
  /// Members of its JSON form, in the control plane and in `world.json`.
  static let keys = ["level", "solution", "webApi", "strict", "limits", "seed", "company", "baseline"]

  /// Without its clock, which goes on while the plan stays.
  var json: JSONObject {
    [
      "level": .string(level), "solution": solution.map { .string($0) } ?? .null, "webApi": .string(webAPI), "strict": .bool(isStrict),
      "limits": [
        "sales": salesLimits.map { .object($0.json) } ?? .null, "supplyChain": supplyChainLimits.map { .object($0.json) } ?? .null,
      ], "seed": .number(ExactDecimal(seed)),
      "company": .string(company), "baseline": baseline.map { .string($0) } ?? .null,
    ]
  }

  /// Reads what `json` writes; `nil` for anything else.
  init?(_ json: JSONObject) {
    guard let level = json["level"]?.stringValue, let company = json["company"]?.stringValue, let seed = json["seed"]?.unsignedValue else {
      return nil
    }
    self.init()
    self.level = level
    self.company = company
    self.seed = seed
    solution = json["solution"]?.stringValue
    baseline = json["baseline"]?.stringValue
    if let webAPI = json["webApi"]?.stringValue { self.webAPI = webAPI }
    isStrict = json["strict"]?.boolValue ?? false
    if let limits = json["limits"]?["sales"]?.objectValue {
      guard let settings = try? LimitSettings(limits) else { return nil }
      salesLimits = settings
    }
    if let limits = json["limits"]?["supplyChain"]?.objectValue {
      guard let settings = try? LimitSettings(limits, resources: true) else { return nil }
      supplyChainLimits = settings
    }
  }
}

extension JSON {
  /// A whole number that is not negative. Seeds use all 64 bits.
  var unsignedValue: UInt64? {
    guard let number = numberValue?.normalized, number.scale == 0 else { return nil }
    return UInt64(exactly: number.mantissa)
  }
}
