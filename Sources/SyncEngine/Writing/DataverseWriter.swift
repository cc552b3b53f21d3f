import OData

/// Upserts into Dataverse: PATCH by alternate key makes the row where it is not there (sales-web-api.md 5.10).
struct DataverseWriter: DestinationWriter {
  let plan: TaskPlan
  let client: ServiceClient

  /// A key that holds one of these cannot stand in an address (sourced: "define alternate keys"); such rows are found by query.
  static let unaddressable: Set<Character> = ["/", "<", ">", "*", "%", "&", ":", "\\", "?", "+"]

  func write(_ rows: [WritableRow]) async throws -> [WriteResult] {
    let queried = rows.indices.filter { isUnaddressable(rows[$0]) }
    let ids = try await ids(of: queried.map { rows[$0] })
    let operations = rows.indices.map { index in
      let row = rows[index]
      guard isUnaddressable(row) else { return upsert(row) }
      return ids[KeyText.folded(row.keyValues)].map { patch(row, id: $0) } ?? post(row)
    }
    let sender = BatchSender(client: client, usesChangeSets: false)
    let outcomes = try await sender.send(operations)
    return zip(operations, outcomes).map { result($0, $1) }
  }

  private func upsert(_ row: WritableRow) -> BatchOperation {
    let address = "\(client.endpoint.servicePath)/\(plan.destinationSet)(\(KeyText.address(plan.key, row.keyValues)))"
    // The plain answer to an upsert does not tell a new row from an old one; asking for a representation does: 201 or 200.
    return row.isKnown
      ? operation(.patch, address, row)
      : operation(
        .patch, "\(address)?$select=\(plan.destinationType.key.first ?? "")", row, headers: ["Prefer": "return=representation"])
  }

  private func patch(_ row: WritableRow, id: GUID) -> BatchOperation {
    operation(.patch, "\(client.endpoint.servicePath)/\(plan.destinationSet)(\(id))", row)
  }

  private func post(_ row: WritableRow) -> BatchOperation {
    operation(.post, "\(client.endpoint.servicePath)/\(plan.destinationSet)", row)
  }

  private func operation(_ method: HTTPRequest.Method, _ target: String, _ row: WritableRow, headers: HTTPHeaders = [:]) -> BatchOperation {
    var all = headers
    all["Content-Type"] = "application/json"
    return BatchOperation(
      method: method, target: target, headers: all, body: method == .post ? row.create : row.update, isRepeatable: method == .patch,
      document: row.document)
  }

  private func result(_ operation: BatchOperation, _ outcome: BatchOutcome) -> WriteResult {
    switch outcome {
    case .noAnswer(let failure): return WriteResult(outcome: .inDoubt, reason: failure.description)
    case .answer(let response):
      switch response.status {
      case 201: return .created
      case 200, 204: return operation.method == .post ? .created : .updated
      default: return .failed(FailureReason.text(of: response))
      }
    }
  }

  private func isUnaddressable(_ row: WritableRow) -> Bool {
    row.keyValues.contains { $0.stringValue?.contains { Self.unaddressable.contains($0) } ?? false }
  }

  /// Row ids by folded key.
  private func ids(of rows: [WritableRow]) async throws -> [String: GUID] {
    guard !rows.isEmpty, let primaryKey = plan.destinationType.key.first else { return [:] }
    let query = KeyQuery(client: client, set: plan.destinationSet, select: [primaryKey] + plan.key.map(\.property.name), options: [])
    var ids: [String: GUID] = [:]
    for row in try await query.rows(matchingAnyOf: rows.map { KeyText.filter(plan.key, $0.keyValues) }) {
      guard let key = KeyText.folded(row, plan.key), let id = row[primaryKey]?.stringValue.flatMap({ GUID($0) }) else { continue }
      ids[key] = id
    }
    return ids
  }
}
