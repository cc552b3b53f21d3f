import OData
import Twin

extension Fault {
  static let jobTwice = Fault(
    "job-twice", .jobs, "Right before the call the job runs once more, beside its schedule.",
    parameters: [FaultJob.parameter],
    reach: FaultReach([.read, .write, .batch], .before, systems: ["supplyChain"]), .sourced,
    "people start jobs by hand while they are scheduled",
    goodEngine: "Nothing has changed for the business, and nothing is written again.",
    act: { strike, proceed in
      let path =
        switch strike.values.text("job") {
        case "PopulateDistinctProductTable": "SellableReleasedProducts/Microsoft.Dynamics.DataEntities.populateDistinctProductTable"
        case "SalesPopulateProspectToCash": "SellableReleasedProducts/Microsoft.Dynamics.DataEntities.populateProspectToCash"
        default: "CDSSalesOrderHeaders/Microsoft.Dynamics.DataEntities.calculateSalesTotals"
        }
      let target = "\(strike.service.product.rules.servicePath)/\(path)"
      try strike.scene.asSomebodyElse(
        HTTPRequest(.post, target, headers: ["Content-Type": "application/json"], body: Array("{}".utf8)), at: strike.service)
      return proceed(strike.request)
    })
}
