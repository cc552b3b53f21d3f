import OData

/// A row ready to be written. Its bodies are written when they are sent (`RowBody`), since most rows need one of three.
struct WritableRow {
  let row: MappedRow
  /// One per lookup of the task, resolved.
  let links: ArraySlice<RowBody.Link?>
  /// What was filled when the row was last written.
  let filledBefore: FilledColumns
  /// The ledger knows of an earlier write under this key.
  let isKnown: Bool
  /// What the row is a line of; `nil` for a row that is a document by itself.
  let document: String?

  var keyValues: [Value] { row.keyValues }
  var destinationKey: String { row.destinationKey }
  var foldedKey: String { KeyText.folded(row.keyValues) }
}

struct WriteResult {
  let outcome: RowOutcome.Outcome
  let reason: String?

  static let created = WriteResult(outcome: .created, reason: nil)
  static let updated = WriteResult(outcome: .updated, reason: nil)

  static func failed(_ reason: String) -> WriteResult { WriteResult(outcome: .failed, reason: reason) }
}

/// Upserts rows by their business key. One per dialect.
protocol DestinationWriter {
  var plan: TaskPlan { get }

  /// - Returns: one result per row, in order.
  /// - Throws: `ServiceFailure` where the service refuses the caller altogether.
  func write(_ rows: [WritableRow]) async throws -> [WriteResult]

  /// Sends the update that follows to rows that were just made.
  /// - Returns: one result per row, in order.
  /// - Throws: as `write`.
  func complete(_ rows: [WritableRow]) async throws -> [WriteResult]
}

extension DestinationWriter {
  var body: RowBody { RowBody(plan: plan) }

  /// Upserts rows, and completes those that were made by it. A row counts as written only when both are done: one that was made and
  /// could not be completed has failed, and its next try finds it there and updates it whole.
  func writeWhole(_ rows: [WritableRow]) async throws -> [WriteResult] {
    var results = try await write(rows)
    guard plan.hasUpdateOnlyColumns else { return results }
    let incomplete = rows.indices.filter { results[$0].outcome == .created && body.takesCompletion(rows[$0]) }
    guard !incomplete.isEmpty else { return results }
    let completions = try await complete(incomplete.map { rows[$0] })
    for (index, completion) in zip(incomplete, completions) where completion.outcome != .updated {
      results[index] = WriteResult(
        outcome: completion.outcome,
        reason: "the row was created; the columns that only an update takes were not written: \(completion.reason ?? "no reason given")")
    }
    return results
  }
}

/// Business keys as URLs and filters write them.
enum KeyText {
  /// What the row with this key is a line of: lines have their number in the key, and the rest of it is their document's.
  static func document(_ key: [TaskPlan.KeyPart], _ values: [Value]) -> String? {
    guard key.contains(where: { $0.property.type == .int32 }) else { return nil }
    return folded(zip(key, values).filter { $0.0.property.type != .int32 }.map(\.1))
  }

  /// `accountnumber='A-1'`, `dataAreaId='usmf',SalesOrderNumber='SO%2F1'`: percent-encoded, for between the parentheses of an address.
  static func address(_ key: [TaskPlan.KeyPart], _ values: [Value]) -> String {
    zip(key, values).map { "\($0.property.name)=\(PercentEncoding.encode($1.literalText, in: .pathSegment))" }.joined(separator: ",")
  }

  /// `(SalesOrderNumber eq 'SO-1' and LineCreationSequenceNumber eq 1)`: not encoded.
  static func filter(
    _ key: [TaskPlan.KeyPart], _ values: [Value], leavingOut skipped: (TaskPlan.KeyPart) -> Bool = { _ in false }
  ) -> String {
    let parts = zip(key, values).filter { !skipped($0.0) }.map { "\($0.property.name) eq \($1.literalText)" }
    return parts.count == 1 ? parts[0] : "(\(parts.joined(separator: " and ")))"
  }

  /// The key as answers and ledgers compare it: text without regard to case, as both databases do.
  static func folded(_ values: [Value]) -> String { values.map { $0.description.lowercased() }.joined(separator: "\u{1F}") }

  /// The key of a row that was answered; `nil` where a part is missing.
  static func folded(_ row: JSONObject, _ key: [TaskPlan.KeyPart]) -> String? {
    var values: [Value] = []
    for part in key {
      guard let json = row[part.property.name], let value = ValueConversion.convert(json, to: part.property.type, enumType: nil) else {
        return nil
      }
      values.append(value)
    }
    return folded(values)
  }
}
