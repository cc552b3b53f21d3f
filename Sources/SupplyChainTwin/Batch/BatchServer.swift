import Ambient
import EntityStore
import OData
import Twin

/// Runs batch jobs when the world's clock has passed their time: before the next request is looked at, each at the moment it was due,
/// one after the other. So everybody sees what the jobs would have left, without anything that ticks.
final class BatchServer {
  /// Runs of one job that are worth a line in the history each. Between two requests nothing changes but by jobs, so of many runs in a row
  /// the first does what there is to do.
  private static let runsInARow = 100

  /// When the next job is due; `nil` for none.
  private var next: Timestamp?
  /// Which content of the store that was worked out for; `nil` when it has to be worked out anew.
  private var content: Int?

  /// Somebody has written to the jobs.
  func forget() { content = nil }

  func run(for twin: SupplyChainTwin, until now: Timestamp) throws {
    if content != twin.store.restorations { try lookAhead(twin) }
    while let due = next, due <= now {
      try twin.store.transaction { try runFirst(twin, until: now) }
      try lookAhead(twin)
    }
  }

  private func lookAhead(_ twin: SupplyChainTwin) throws {
    content = twin.store.restorations
    next = try first(twin)?["StartDateTime"].timestampValue
  }

  /// The job whose turn is next.
  private func first(_ twin: SupplyChainTwin) throws -> Row? {
    try twin.store.rows(
      twin.model.schema("BatchJob"), where: ["Status"], equal: ["Waiting"], orderBy: ["StartDateTime", "BatchJobRecId"]
    ).first
  }

  private func runFirst(_ twin: SupplyChainTwin, until now: Timestamp) throws {
    guard let job = try first(twin), let due = job["StartDateTime"].timestampValue else { return }
    // The job sees the moment it was due, not the one at which somebody comes to look.
    let session = Session(ambient: Ambient(clock: VirtualClock(start: due), seed: 0))
    let context = twin.context(session, company: job.text("CompanyAccounts").lowercased())
    let outcome = try perform(job, in: context)
    try write(outcome, of: job, at: due, in: context)
    var changes: [(String, Value)] = [("EndDateTime", .timestamp(due))]
    if let following = following(job, after: due, until: now) {
      changes.append(("StartDateTime", .timestamp(following)))
    } else {
      changes.append(("Status", outcome.message.isEmpty ? "Finished" : "Error"))
    }
    try context.set(job, changes)
  }

  private func perform(_ job: Row, in context: CompanyContext) throws -> (documents: Int64, message: String) {
    guard let name = BatchJobName(rawValue: job.text("JobName")) else { return (0, "There is no job '\(job.text("JobName"))'.") }
    do {
      let result = try context.store.transaction { try name.operation.run(on: nil, parameters: Self.parameters(job), in: context) }
      guard case .value(let count, _) = result else { return (0, "") }
      return (count.numberValue?.exactInt64 ?? 0, "")
    } catch let refusal as ServiceError {
      return (0, refusal.message)
    } catch let refusal as StoreError {
      // Such as a total that fits no column: the job has failed, not whoever asks next.
      return (0, "\(refusal)")
    }
  }

  private static func parameters(_ job: Row) -> JSONObject {
    var parameters: JSONObject = [
      "salesOrders": .bool(job.isYes("CalculateSalesOrders")), "quotations": .bool(job.isYes("CalculateQuotations")),
      "threads": JSON(Value.int(job.integer("NumberOfThreads"))),
    ]
    if job.integer("LookBackDays") >= 0 { parameters["lookBackDays"] = JSON(Value.int(job.integer("LookBackDays"))) }
    return parameters
  }

  private func write(_ outcome: (documents: Int64, message: String), of job: Row, at due: Timestamp, in context: CompanyContext) throws {
    var entry = context.newRecord("BatchJobHistory")
    entry["BatchJobHistoryRecId"] = .int(RecordIds.next(in: context))
    for column in ["BatchJobRecId", "JobDescription", "JobName", "CompanyAccounts"] { entry[column] = job[column] }
    entry["Status"] = outcome.message.isEmpty ? "Finished" : "Error"
    entry["StartDateTime"] = .timestamp(due)
    entry["EndDateTime"] = .timestamp(due)
    entry["Documents"] = .int(outcome.documents)
    entry["Message"] = .string(String(outcome.message.prefix(1000)))
    try context.save(entry)
  }

  /// The next start; `nil` when there is none.
  private func following(_ job: Row, after due: Timestamp, until now: Timestamp) -> Timestamp? {
    guard let distance = BatchRecurrence(rawValue: job.text("RecurrenceUnit"))?.distance(job.integer("RecurrenceInterval")) else {
      return nil
    }
    var next = due.adding(milliseconds: distance)
    let waiting = (now.milliseconds - next.milliseconds) / distance
    if waiting > Self.runsInARow { next = next.adding(milliseconds: (waiting - Int64(Self.runsInARow) + 1) * distance) }
    guard let end = job["RecurrenceEndDateTime"].timestampValue, end != EmptyDate.moment, next > end else { return next }
    return nil
  }
}
