import EntityStore
import OData
import Twin

/// Batch jobs (name of the entity, key and the columns of status and times sourced: S1; what the job is and how often it runs is a form of
/// our own, where the product keeps a packed value).
struct BatchJobRules: EntityRules {
  /// The statuses people set themselves: ready, withheld, given up.
  private static let settable: Set<String> = ["Waiting", "Hold", "Canceled"]

  func validateFields(_ record: Record, in context: CompanyContext) throws {
    let table = context.definition("BatchJob")
    if record.isChanged("Status"), !Self.settable.contains(record.text("Status")) {
      throw context.errors.fieldRefused(table, column: "Status", "Status must be Waiting, Hold or Canceled.")
    }
    let company = record.text("CompanyAccounts")
    if !company.isEmpty, try context.findShared("LegalEntity", .string(company)) == nil {
      throw context.errors.unknownForeignKey(table, column: "CompanyAccounts", value: company, relatedTable: "Companies")
    }
  }

  func setDefaults(_ record: inout Record, in context: CompanyContext) throws {
    if record.isNew {
      if record["BatchJobRecId"] == 0 { record["BatchJobRecId"] = .int(RecordIds.next(in: context)) }
      record.fill("CompanyAccounts", context.company)
      let name = BatchJobName(rawValue: record.text("JobName"))
      record.fill("JobDescription", name?.title ?? "")
    }
    // What should have begun already begins now.
    if record["Status"] == "Waiting", (record["StartDateTime"].timestampValue ?? EmptyDate.moment) < context.session.now {
      record["StartDateTime"] = .timestamp(context.session.now)
    }
    if record.isNew || record.isChanged("StartDateTime") { record["OrigStartDateTime"] = record["StartDateTime"] }
  }

  func didWrite(_ row: Row, before: Row?, in context: CompanyContext) throws { context.twin.batch.forget() }
  func didDelete(_ row: Row, in context: CompanyContext) throws { context.twin.batch.forget() }
}
