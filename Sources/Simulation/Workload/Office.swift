import Ambient
import OData
import Scenarios

/// Draws what people and operators do next. Whoever is there knows what was done before: they share the auditor's books.
struct Office {
  var draw: SeededGenerator
  let features: Set<Feature>
  /// What is to be installed on the way.
  var upgrades: [SimulatedPlace.Upgrade]
  private var recordsNamed = 0

  init(seed: UInt64, features: Set<Feature>, upgrades: [SimulatedPlace.Upgrade]) {
    self.upgrades = upgrades
    draw = SeededGenerator(seed: seed, stream: Streams.workload)
    self.features = features
  }

  func has(_ feature: Feature) -> Bool { features.contains(feature) }

  /// Projects this company uses, in the order in which they run.
  var projects: [EngineProject] {
    EngineProject.allCases.filter { project in
      switch project {
      case .accounts: true
      case .contacts: has(.contacts)
      case .products: has(.products) || has(.quotes) || hasOrders
      case .quotes: has(.quotes)
      case .ordersToSupplyChain: has(.ordersOfSales)
      case .ordersToSales: hasOrders
      case .invoices: has(.invoices) && hasOrders
      }
    }
  }

  var hasOrders: Bool { has(.ordersOfSales) || has(.ordersOfSupplyChain) }

  /// A name for what a step makes.
  mutating func name(_ kind: String) -> String {
    recordsNamed += 1
    return "\(kind)\(recordsNamed)"
  }

  /// What is done before the first day: master data comes over, unless that is late.
  mutating func opening() -> [Deed] {
    var deeds = has(.scheduledJobs) ? jobs() : []
    if has(.lateMasterData) { return deeds }
    deeds.append(run(.accounts))
    if projects.contains(.products) { deeds += [Self.productList, run(.products)] }
    if has(.contacts), draw.chance(1, in: 2) { deeds.append(run(.contacts)) }
    return deeds
  }

  /// Until it was done once, products of the baseline are unknown to the integration.
  static let productList = Deed(["do": "populate distinct product table"], .nothing)
  static let totals = Deed(["do": "calculate sales totals"], .nothing)

  /// What they do, started by hand.
  static let byHand = [totals, productList]
  static let jobNames = ["CalculateSalesTotals", "PopulateDistinctProductTable"]

  /// Jobs that come round every few hours, from a moment in the first days on.
  private mutating func jobs() -> [Deed] {
    Self.jobNames.map { job in
      let start = WorldConfiguration.defaultStart.adding(seconds: Int64(draw.between(1...96)) * 3600)
      let fields: JSONObject = [
        "JobName": .string(job), "StartDateTime": .string(start.description), "RecurrenceUnit": "Hours",
        "RecurrenceInterval": .number(ExactDecimal(draw.between(1...72))),
      ]
      return Deed(["create": "supplyChain/BatchJobs", "with": .object(fields)], .nothing)
    }
  }

  /// One thing somebody sets out to do, in one step or several.
  mutating func errand(_ books: Auditor) -> [Deed] {
    var errands: [(inout Office, Auditor) -> [Deed]] = [{ $0.account($1) }]
    if has(.contacts) { errands.append { $0.contact($1) } }
    if has(.products) { errands.append { $0.product($1) } }
    if has(.quotes) { errands += [{ $0.quote($1) }, { $0.quoteGoesOn($1) }] }
    if has(.quotations) { errands.append { $0.quotation($1) } }
    if has(.ordersOfSales) { errands.append { $0.orderOfSales($1) } }
    if has(.ordersOfSupplyChain) { errands.append { $0.orderOfSupplyChain($1) } }
    if hasOrders { errands += [{ $0.orderGoesOn($1) }, { $0.orderGoesOn($1) }, { $0.orderGoesOn($1) }, { _, _ in [Self.totals] }] }
    return draw.one(of: errands)(&self, books)
  }

  /// Runs of a project that are due now.
  mutating func runs(of project: EngineProject, _ books: Auditor) -> [Deed] {
    draw.chance(1, in: 4) ? runWithWhatItNeeds(project, books) : []
  }

  private mutating func runWithWhatItNeeds(_ project: EngineProject, _ books: Auditor) -> [Deed] {
    var deeds: [Deed] = []
    // The jobs are run before those who need them, most of the time.
    if project == .products, !books.projects.contains(.products) { deeds.append(Self.productList) }
    if project == .ordersToSales, !draw.chance(1, in: 5) { deeds.append(Self.totals) }
    if project == .accounts, has(.editsDuringRuns), draw.chance(1, in: 3), let deed = runWithEdit(books) { return deeds + [deed] }
    let allData = has(.fullRuns) && project.mayRunWithAllData && draw.chance(1, in: 6)
    let pageSize = has(.smallPages) ? draw.one(of: [nil, 1, 3, 7]) : nil
    if has(.faults), draw.chance(1, in: 2) { return deeds + runUnderFaults(project, allData: allData, pageSize: pageSize) }
    if has(.faults), draw.chance(1, in: 4) { return deeds + runWithLoss(project, books) }
    return deeds + [run(project, allData: allData, pageSize: pageSize)]
  }

  func run(_ project: EngineProject, allData: Bool = false, pageSize: Int? = nil) -> Deed {
    Deed(Self.runStep(project, allData: allData, pageSize: pageSize), .ran(project, allData: allData))
  }

  static func runStep(_ project: EngineProject, allData: Bool = false, pageSize: Int? = nil) -> JSONObject {
    var step: JSONObject = ["run": .string(project.rawValue)]
    if allData { step.append("allData", true) }
    if let pageSize { step.append("pageSize", .number(ExactDecimal(pageSize))) }
    // Rows that wait for something are nothing out of the ordinary; whether they come through in the end is for the end to say.
    step.append("expect", ["status": ["oneOf": ["Completed", "Warning", "Error"]]])
    return step
  }

  /// An account is edited while accounts are read.
  private mutating func runWithEdit(_ books: Auditor) -> Deed? {
    let known = books.living(.account)
    guard !known.isEmpty else { return nil }
    let edit = change(.account, draw.one(of: known))
    var step = Self.runStep(.accounts, allData: true, pageSize: 2)
    step.append(
      "meanwhile",
      [["before": "sales/accounts", "page": .number(ExactDecimal(draw.between(2...3))), "steps": [.object(edit.step)]]])
    return Deed(step, .ranMeanwhile(.accounts, allData: true, [edit.fact]))
  }

  /// What is done at the very end: everything that is still open comes over.
  mutating func closing() -> [Deed] {
    let pageSize = has(.smallPages) ? draw.one(of: [1, 3, 7]) : nil
    return projects.flatMap { project in
      switch project {
      case .products: [Self.productList, run(project, pageSize: pageSize)]
      case .ordersToSales: [Self.totals, run(project, pageSize: pageSize)]
      default: [run(project, pageSize: pageSize)]
      }
    }
  }
}
