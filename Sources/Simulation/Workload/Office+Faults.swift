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
      do {
        deeds.append(Deed(try FaultRule(rule.fault, Self.withinReach(rule.values.given), aim: Self.withinReach(rule)).json, .nothing))
      } catch {
        // What may be drawn may also be aimed nearer.
        preconditionFailure("the drawn fault \(rule.fault.name) cannot be brought within reach: \(error)")
      }
    }
    return deeds + [runUnderFaults(project, allData: allData, pageSize: pageSize), Self.healing]
  }

  private func runUnderFaults(_ project: EngineProject, allData: Bool = false, pageSize: Int? = nil) -> Deed {
    Deed(Self.runStep(project, allData: allData, pageSize: pageSize), .ranUnderFaults(project, allData: allData))
  }

  private static let healing = Deed(["heal": "all"], .nothing)

  /// A run of a small company makes few calls, and most of its batches have few parts.
  private static func withinReach(_ rule: FaultRule) -> FaultAim {
    var aim = rule.aim
    let isRead = rule.fault.reach.operations.contains(.read)
    aim.call = 1 + (aim.call - 1) % (isRead ? 6 : 2)
    // The engine neither deletes nor acts.
    if aim.operation == .delete || aim.operation == .action { aim.operation = nil }
    // A fault that may strike need not.
    if aim.probability == nil { aim.probability = 1 }
    return aim
  }

  private static func withinReach(_ values: JSONObject) -> JSONObject {
    JSONObject(
      values.members.map { member in
        guard member.name == "part", let part = member.value.numberValue?.exactInt64 else { return member }
        return .init(member.name, .number(ExactDecimal(1 + (part - 1) % 3)))
      })
  }

  // MARK: What an auditor has to know of

  /// A run in the midst of which a system changes, or somebody does something in it.
  mutating func runWithLoss(_ project: EngineProject, _ books: Auditor) -> [Deed] {
    let all: [(inout Office) -> [Deed]?] = [
      { $0.runWithBackup(project) }, { $0.runWithGap(project) }, { $0.runWithRowEdited() }, { $0.runWithRowDeleted(books) },
      { $0.runWithCopyDeleted(books) }, { $0.runWithKeyChanged(books) }, { $0.runWithCopiesEdited(project) }, { $0.runWithColumnAdded() },
      { $0.runWithoutColumn() }, { $0.runWithJobTwice(project) }, { $0.runWithoutJob(project) }, { $0.runWithUpgrade(project) },
    ]
    return draw.one(of: all)(&self) ?? [run(project)]
  }

  private mutating func runWithBackup(_ project: EngineProject) -> [Deed]? {
    guard project.mayRunWithAllData else { return nil }
    let aim: JSONObject = ["system": .string(project.destination), "call": .number(ExactDecimal(draw.between(1...9)))]
    return [withAllDataBehind(project, fault("older-backup", aim: aim))]
  }

  private func runWithGap(_ project: EngineProject) -> [Deed]? {
    project.mayRunWithAllData ? [withAllDataBehind(project, fault("delta-gap", aim: ["system": "sales"]))] : nil
  }

  /// Somebody edits an account right before a page of them is read.
  private mutating func runWithRowEdited() -> [Deed]? {
    let record = draw.one(of: Catalogue.accounts)
    let field = draw.one(of: Fact.Master.account.fields.map(\.source).filter { $0 != "creditlimit" })
    let value = value(.account, field)
    return [
      runMeanwhile("row-edited", record, ["column": .string(field), "value": value], .changed(.account, record, field: field, value))
    ]
  }

  /// Somebody deletes an account right before a page of them is read.
  private mutating func runWithRowDeleted(_ books: Auditor) -> [Deed]? {
    idleAccount(books).map { [runMeanwhile("row-deleted", $0, [:], .deleted(.account, $0))] }
  }

  /// Somebody gives an account another number right before a page of them is read.
  private mutating func runWithKeyChanged(_ books: Auditor) -> [Deed]? {
    guard let record = idleAccount(books) else { return nil }
    let number = name("K-")
    let values: JSONObject = ["column": "accountnumber", "value": .string(number)]
    return [runMeanwhile("key-changed", record, values, .renumbered(.account, record, to: number))]
  }

  /// An account with a number of its own that nothing else is about.
  private mutating func idleAccount(_ books: Auditor) -> String? {
    let idle = books.living(.account).filter { Naming.isNumber($0) && books.isIdle(.account, $0) }
    return idle.isEmpty ? nil : draw.one(of: idle)
  }

  /// Something happens to an account when the first page of them is read.
  private func runMeanwhile(_ fault: String, _ record: String, _ values: JSONObject, _ fact: Fact) -> Deed {
    let strike: JSONObject = [
      "fault": .string(fault), "with": .object(JSONObject([.init("where", .string("accountnumber eq '\(record)'"))] + values.members)),
      "aim": ["system": "sales", "entity": "accounts", "operation": "read", "atMost": 1],
    ]
    return Deed(together([strike, Self.runStep(.accounts), ["heal": "all"]]), .ranMeanwhile(.accounts, allData: false, [fact]))
  }

  /// Somebody deletes the copy of an account, which only a run with all data can know.
  private mutating func runWithCopyDeleted(_ books: Auditor) -> [Deed]? {
    guard let record = idleAccount(books), books.isCopyThere(.account, record) else { return nil }
    let values: JSONObject = ["where": .string("CustomerAccount eq '\(record)'")]
    return [withAllDataBehind(.accounts, fault("row-deleted", with: values, aim: ["system": "supplyChain", "entity": "CustomersV2"]))]
  }

  /// Somebody edits copies right before they are written.
  private mutating func runWithCopiesEdited(_ project: EngineProject) -> [Deed]? {
    guard let kind = Fact.Master.allCases.first(where: { EngineProject($0) == project }) else { return nil }
    let field = draw.one(of: kind.fields.filter { $0.source != "creditlimit" })
    let value = value(kind, field.source)
    let (system, set) = kind.copyPlace
    let edit = fault(
      "edit-at-destination", with: ["column": .string(field.copy), "value": value],
      aim: ["system": .string(system), "entity": .string(set), "operation": "update"])
    return [Deed(together([edit, Self.runStep(project), ["heal": "all"]]), .ranAgainstEdits(kind, field: field.source, value))]
  }

  private mutating func runWithColumnAdded() -> [Deed]? {
    let aim: JSONObject = ["system": "supplyChain", "entity": "CustomersV2"]
    return [disturbed(.accounts, fault("column-added", with: ["required": draw.one(of: ["yes", "no"])], aim: aim))]
  }

  /// A column is gone for a while on one side, or is another one at the destination.
  private mutating func runWithoutColumn() -> [Deed]? {
    let field = draw.one(of: Fact.Master.account.fields)
    let source: JSONObject = ["system": "sales", "entity": "accounts", "atMost": 1000]
    let copy: JSONObject = ["system": "supplyChain", "entity": "CustomersV2", "atMost": 1000]
    let strike =
      switch draw.next(below: 3) {
      case 0: fault("column-removed", with: ["column": .string(field.source)], aim: source)
      case 1: fault("column-removed", with: ["column": .string(field.copy)], aim: copy)
      default: fault("column-retyped", with: ["column": .string(field.copy), "type": draw.one(of: ["number", "text"])], aim: copy)
      }
    return [Deed(strike, .nothing), runUnderFaults(.accounts), Self.healing, Deed(["refresh": "entities"], .nothing)]
  }

  private mutating func runWithJobTwice(_ project: EngineProject) -> [Deed]? {
    // Every level has the one; the other is there where orders are.
    let job = project == .ordersToSales ? "CalculateSalesTotals" : "PopulateDistinctProductTable"
    let aim: JSONObject = ["system": "supplyChain", "call": .number(ExactDecimal(draw.between(1...5)))]
    return [disturbed(project, fault("job-twice", with: ["job": .string(job)], aim: aim))]
  }

  /// A job that is due is withheld, or late; what waits for it waits.
  private mutating func runWithoutJob(_ project: EngineProject) -> [Deed]? {
    guard has(.scheduledJobs) else { return nil }
    var values: JSONObject = ["job": draw.one(of: Self.jobNames.map { .string($0) })]
    let isLate = draw.chance(1, in: 2)
    if isLate { values.append("minutes", .number(ExactDecimal(draw.between(1...4_000)))) }
    let strike: JSONObject = ["fault": .string(isLate ? "job-late" : "job-not-run"), "with": .object(values)]
    return [
      Deed(strike, .nothing), Deed(["advance": .string("\(draw.between(1...4_000)) minutes")], .nothing), runUnderFaults(project),
      Self.healing,
    ]
  }

  private mutating func runWithUpgrade(_ project: EngineProject) -> [Deed]? {
    guard !upgrades.isEmpty else { return nil }
    let upgrade = upgrades.removeFirst()
    let aim: JSONObject = ["call": .number(ExactDecimal(draw.between(1...9)))]
    return [disturbed(project, fault(upgrade.fault, with: upgrade.values, aim: aim), behind: ["refresh": "entities"])]
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
