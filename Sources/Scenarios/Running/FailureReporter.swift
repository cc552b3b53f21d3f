import Ambient
import Faults
import OData
import StrictYAML
import Twin

/// Gathers what a failure report shows. Nothing here may fail: a report about a failure must always come out.
struct FailureReporter {
  let run: ScenarioRun
  /// What the steps are written in.
  let file: SourceFile
  let replay: String

  /// Columns the systems keep for themselves: they say nothing about the business and would push out what does.
  private static let housekeeping: Set<String> = [
    "_createdby_value", "_modifiedby_value", "_ownerid_value", "_owninguser_value", "_owningbusinessunit_value", "createdon", "modifiedon",
    "exchangerate", "DeliveryAddressTimeZone", "InvoiceAddressTimeZone", "DeliveryValidTo", "InvoiceValidTo",
  ]

  /// Records of one system shown for a key; more would bury the reader.
  private static let recordsMax = 4

  func report(_ failure: ScenarioFailure) async -> FailureReport {
    var report = FailureReport(position: failure.position, message: failure.message, virtualTime: run.world.clock.now, replay: replay)
    report.comparison = failure.comparison
    let file = run.current?.file ?? file
    if let step = run.current, failure.position.file == file.path, failure.position.line >= step.position.line {
      report.step = step.title
      let last = max(step.lastLine, failure.position.line)
      report.source = (step.position.line...last).prefix(30).map { ($0, String(file.line($0))) }
    }
    if let response = failure.response {
      report.response = "\(response.status) \(String(response.text.prefix(2_000)))"
    }
    if let subject = failure.subject ?? run.lastSubject {
      for subject in [subject, Counterparts.counterpart(of: subject)].compactMap({ $0 }) { report.records += await views(subject) }
      let key = subject.key.first { !$0.property.hasPrefix("dataAreaId") }?.value.bareText ?? ""
      if !key.isEmpty { report.ledger = ledger(about: key) }
    }
    report.faults = run.world.twins?.faults.entries.map(Self.line) ?? []
    return report
  }

  /// `{fault: throttled-requests, aim: {system: sales}}: hit 2 of 3 calls`.
  private static func line(_ fault: FaultStage.Entry) -> String {
    "\(fault.rule.yaml): hit \(fault.hits) of \(fault.matched) calls" + (fault.trouble.map { "; \($0)" } ?? "")
  }

  private func ledger(about key: String) -> [String] {
    do {
      return try run.world.engine.ledgerLines(about: key)
    } catch {
      return ["cannot be read: \(error)"]
    }
  }

  private func views(_ subject: RecordSubject) async -> [FailureReport.RecordView] {
    let client = run.client(subject.system)
    let name =
      "\(subject.system.title) \(subject.entitySet) " + subject.key.map { "\($0.property) \($0.value.bareText)" }.joined(separator: ", ")
    guard let type = client.schema.model.entityType(ofSet: subject.entitySet) else { return [] }
    let filter = client.filter(subject.key.map { ($0.property, $0.value) }, type)
    guard let rows = try? await client.query(RecordQuery(set: subject.entitySet, filter: filter, top: Self.recordsMax)) else {
      return [FailureReport.RecordView(title: "\(name): cannot be read", lines: [])]
    }
    if rows.isEmpty { return [FailureReport.RecordView(title: "\(name): no such record", lines: [])] }
    return rows.map { row in
      // What was never set would only hide what was: of Supply Chain's hundreds of switches most say No.
      let lines = row.members.filter { member in
        !Self.housekeeping.contains(member.name) && !member.name.contains("@") && !member.value.isNull && member.value != ""
          && member.value != 0
          && member.value.stringValue?.hasPrefix("1900-01-01") != true && !isFirstMember(member, type, client.schema)
      }
      return FailureReport.RecordView(title: name, lines: lines.map { ($0.name, $0.value.bareText) })
    }
  }

  /// Whether an enumeration has the value it has when nobody sets it.
  private func isFirstMember(_ member: JSONObject.Member, _ type: EntityType, _ schema: SystemSchema) -> Bool {
    guard case .enumeration(let name) = type.property(member.name)?.type, let first = schema.model.enumType(name)?.members.first else {
      return false
    }
    return member.value.stringValue == first.name
  }
}
