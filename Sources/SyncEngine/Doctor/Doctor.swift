public import Ambient
public import Logging
import OData

/// `p2c doctor`: looks at the setup of both systems, and at nothing else; it writes nothing (R-SET-1 to R-SET-18).
public struct Doctor {
  private let ends: SetupEnds

  /// In the order of the rules.
  static let checks: [any SetupCheck] = [
    TeamRoleCheck(), SystemPricingCheck(), LineItemDiscountCheck(), PerUnitDiscountCheck(), PriceListCurrencyCheck(),
    PriceListMapCheck(), UnitsCheck(), UnitGroupCheck(), CountryMapCheck(), CompanyDefaultsCheck(), DistinctProductCheck(),
    TotalsJobCheck(), SalesOriginCheck(), NumberRangeCheck(), ManualNumberCheck(), DeliveryDateCheck(), PopulateCheck(),
    ProductStateCheck(),
  ]

  public init(
    connectionSet: ConnectionSet, catalog: TemplateCatalog, clock: any WorldClock,
    logger: Logger = Logger(label: "p2c.doctor", factory: { _ in SwiftLogNoOpLogHandler() }), era: TemplateEra = .direct
  ) {
    let clients = ServiceClients(clock: clock, logger: logger)
    let options = RunOptions()
    ends = SetupEnds(
      sales: clients.client(of: connectionSet.sales, options), supplyChain: clients.client(of: connectionSet.supplyChain, options),
      legalEntity: connectionSet.legalEntity, catalog: catalog, era: era)
  }

  /// One finding per rule, in their order.
  /// - Throws: `ServiceFailure` where a service does not answer.
  public func examine() async throws -> [SetupFinding] {
    var findings: [SetupFinding] = []
    for check in Self.checks { findings.append(try await examine(check)) }
    return findings
  }

  private func examine(_ check: any SetupCheck) async throws -> SetupFinding {
    let verdict: SetupVerdict
    do { verdict = try await check.examine(ends) } catch let refusal as NotTold { verdict = .unknown(refusal.reason) }
    func finding(_ result: SetupFinding.Result, _ found: String, _ remedy: String) -> SetupFinding {
      SetupFinding(rule: check.rule, title: check.title, result: result, found: found, place: check.place, remedy: remedy)
    }
    return switch verdict {
    case .ok(let found): finding(.ok, found, "")
    case .warning(let found): finding(.warning, found, check.remedy)
    case .failed(let found): finding(.failed, found, check.remedy)
    case .unknown(let found): finding(.unknown, found, check.byHand)
    }
  }
}
