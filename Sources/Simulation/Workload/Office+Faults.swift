import Ambient
import Faults
import OData

extension Office {
  /// Faults that change nothing an auditor would have to know of: what others do to the business meanwhile, he could not.
  private static let harmless = FaultCatalogue.all.filter { fault in
    fault.isDrawable && (fault.family.leavesBusinessAlone || harmlessByName.contains(fault.name))
  }
  private static let harmlessByName: Set<String> = [
    "delta-link-expired", "delta-reset", "duplicate-key", "metadata-stale", "restart", "update-conflict",
  ]

  /// A run in which one or two things go wrong, which are right again behind it.
  mutating func runUnderFaults(_ project: EngineProject, allData: Bool, pageSize: Int?) -> [Deed] {
    var deeds: [Deed] = []
    for rule in FaultPlan.draw(draw.between(1...2), of: Self.harmless, by: &draw).rules {
      var aim = rule.aim
      // A fault that may strike need not.
      if aim.probability == nil { aim.probability = 1 }
      guard let rule = try? FaultRule(rule.fault, rule.values.given, aim: aim) else { continue }
      deeds.append(Deed(rule.json, .nothing))
    }
    deeds.append(Deed(Self.runStep(project, allData: allData, pageSize: pageSize), .ranUnderFaults(project, allData: allData)))
    deeds.append(Deed(["heal": "all"], .nothing))
    return deeds
  }

  /// A run in the midst of which a system changes, or loses something that an engine cannot see.
  mutating func runWithLoss(_ project: EngineProject, _ books: Auditor) -> [Deed] {
    switch draw.next(below: 6) {
    case 0 where project.mayRunWithAllData:
      let aim: JSONObject = ["system": .string(project.destination), "call": .number(ExactDecimal(draw.between(1...9)))]
      return [withAllDataBehind(project, fault("older-backup", aim: aim))]
    case 1 where project.mayRunWithAllData: return [withAllDataBehind(project, fault("delta-gap", aim: ["system": "sales"]))]
    case 2: return runWithRowEdited(books)
    case 3:
      let aim: JSONObject = ["system": "supplyChain", "entity": "CustomersV2"]
      let drift = fault("column-added", with: ["required": draw.one(of: ["yes", "no"])], aim: aim)
      return [disturbed(.accounts, drift)]
    case 4:
      // Every level has the one; the other is there where orders are.
      let job = project == .ordersToSales ? "CalculateSalesTotals" : "PopulateDistinctProductTable"
      let aim: JSONObject = ["system": "supplyChain", "call": .number(ExactDecimal(draw.between(1...5)))]
      return [disturbed(project, fault("job-twice", with: ["job": .string(job)], aim: aim))]
    default:
      guard !upgrades.isEmpty else { return [run(project)] }
      let upgrade = upgrades.removeFirst()
      let aim: JSONObject = ["call": .number(ExactDecimal(draw.between(1...9)))]
      return [disturbed(project, fault(upgrade.fault, with: upgrade.values, aim: aim), behind: ["refresh": "entities"])]
    }
  }

  /// Somebody edits an account right before a page of them is read.
  private mutating func runWithRowEdited(_ books: Auditor) -> [Deed] {
    let record = draw.one(of: Catalogue.accounts)
    let field = draw.one(of: Fact.Master.account.fields.map(\.source).filter { $0 != "creditlimit" })
    let value = value(.account, field)
    let edit: JSONObject = [
      "fault": "row-edited", "with": ["where": .string("accountnumber eq '\(record)'"), "column": .string(field), "value": value],
      "aim": ["system": "sales", "entity": "accounts", "atMost": 1],
    ]
    return [
      Deed(
        together([edit, Self.runStep(.accounts), ["heal": "all"]]),
        .ranMeanwhile(.accounts, allData: false, [.changed(.account, record, field: field, value)]))
    ]
  }

  private func fault(_ name: String, with values: JSONObject = [:], aim: JSONObject) -> JSONObject {
    var aim = aim
    if aim["atMost"] == nil { aim.append("atMost", 1) }
    // A fault that may strike need not.
    aim.append("probability", 1)
    return ["fault": .string(name), "with": .object(values), "aim": .object(aim)]
  }

  private func disturbed(_ project: EngineProject, _ fault: JSONObject, behind: JSONObject? = nil) -> Deed {
    Deed(
      together([fault, Self.runStep(project), ["heal": "all"]] + (behind.map { [$0] } ?? [])), .ranUnderFaults(project, allData: false))
  }

  /// What was lost comes over with a run with all data, and with nothing less.
  private func withAllDataBehind(_ project: EngineProject, _ fault: JSONObject) -> Deed {
    Deed(together([fault, Self.runStep(project), ["heal": "all"], Self.runStep(project, allData: true)]), .ran(project, allData: true))
  }

  /// Steps as one, of which none makes sense without the others.
  func together(_ steps: [JSONObject]) -> JSONObject {
    ["forEach": [["turn": 1]], "as": "once", "steps": .array(steps.map { .object($0) })]
  }
}

extension EngineProject {
  /// The system it writes to.
  fileprivate var destination: String {
    switch self {
    case .accounts, .contacts, .quotes, .ordersToSupplyChain: "supplyChain"
    case .products, .ordersToSales, .invoices: "sales"
    }
  }

  /// Whether the source is still the master of everything it has: a document that has crossed belongs to Supply Chain from then on.
  var mayRunWithAllData: Bool { self != .quotes && self != .ordersToSupplyChain }
}
