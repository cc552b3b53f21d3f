import OData

/// R-SET-12: orders wait for their totals.
struct TotalsJobCheck: SetupCheck {
  let rule = "R-SET-12"
  let title = "Calculate sales totals runs again and again, for sales orders"
  let place = "Supply Chain: Accounts receivable, Orders, Calculate sales totals"
  let remedy = "Schedule it as a batch with Calculate totals for sales orders, as often as orders go to Sales."
  let byHand = "Look at the batch jobs for Calculate sales totals, its recurrence and its parameters."

  func examine(_ ends: SetupEnds) async throws -> SetupVerdict {
    let jobs = try await ends.sharedRows("BatchJobs", ["JobName", "Status", "RecurrenceInterval", "CalculateSalesOrders"])
      .filter { $0["JobName"]?.stringValue == "CalculateSalesTotals" }
    let live = jobs.filter { ["Waiting", "Executing", "Ready"].contains($0["Status"]?.stringValue ?? "") }
    if live.isEmpty { return .failed("no such job is scheduled") }
    let orders = live.filter { $0["CalculateSalesOrders"]?.stringValue != "No" }
    if orders.isEmpty { return .failed("the job leaves sales orders out") }
    let recurs = orders.contains { ($0["RecurrenceInterval"]?.numberValue ?? 0) > 0 }
    return recurs ? .ok("the job is scheduled") : .warning("the job runs once more and never again")
  }
}
