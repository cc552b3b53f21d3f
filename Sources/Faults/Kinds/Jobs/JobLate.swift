import OData
import Twin

extension Fault {
  static let jobLate = Fault(
    "job-late", .jobs, "When it is set up, the next run of the scheduled job is put off.",
    parameters: [FaultJob.parameter, FaultParameter("minutes", .number(1...10_080, default: 60, drawn: 1...1440), "by how many minutes")],
    reach: FaultReach([], .before, systems: ["supplyChain"]), .sourced, "a busy batch server begins jobs late",
    goodEngine: "What the job has not done yet waits; it crosses with the first run behind it.",
    prepare: { scene in
      let delay = scene.values.number("minutes") * 60
      try FaultJob.change(scene) { job in
        guard job["Status"]?.stringValue == "Waiting", let start = job["StartDateTime"]?.stringValue.flatMap({ Timestamp($0) }) else {
          return nil
        }
        return ["StartDateTime": .string(start.adding(seconds: delay).description)]
      }
    },
    act: { strike, proceed in proceed(strike.request) })
}
