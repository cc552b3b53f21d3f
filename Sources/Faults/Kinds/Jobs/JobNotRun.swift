import OData
import Twin

extension Fault {
  static let jobNotRun = Fault(
    "job-not-run", .jobs, "From the moment it is set up, the scheduled job is withheld; healing lets it run again.",
    parameters: [FaultJob.parameter],
    reach: FaultReach([], .before, systems: ["supplyChain"]), .sourced, "a job of the batch server can be withheld",
    goodEngine:
      "Orders without totals stay where they are, and an empty run says which clause holds them. Once the job has run they cross.",
    prepare: { scene in try FaultJob.change(scene) { $0["Status"]?.stringValue == "Waiting" ? ["Status": "Hold"] : nil } },
    heal: { scene in try FaultJob.change(scene) { $0["Status"]?.stringValue == "Hold" ? ["Status": "Waiting"] : nil } },
    act: { strike, proceed in proceed(strike.request) })
}
