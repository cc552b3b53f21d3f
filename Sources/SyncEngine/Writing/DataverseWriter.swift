import OData

/// Upserts into Dataverse: PATCH by alternate key makes the row where it is not there (sales-web-api.md 5.10).
struct DataverseWriter: DestinationWriter {
  let plan: TaskPlan
  let client: ServiceClient

  /// A key that holds one of these cannot stand in an address (sourced: "define alternate keys"); such rows are found by query.
  static let unaddressable: Set<Character> = ["/", "<", ">", "*", "%", "&", ":", "\\", "?", "+"]

  func write(_ rows: [WritableRow]) async throws -> [WriteResult] {
    let ids = try await ids(of: rows.filter(isUnaddressable))
    let operations = rows.indices.map { index in
      let row = rows[index]
      guard isUnaddressable(row) else { return upsert(row) }
      return ids[KeyText.folded(row.keyValues)].map { patch(row, id: $0) } ?? post(row)
    }
    return try await send(operations)
  }

  /// A row that was just made must be there: without `If-Match` an update would make one that was deleted meanwhile.
  func complete(_ rows: [WritableRow]) async throws -> [WriteResult] {
    let ids = try await ids(of: rows.filter(isUnaddressable))
    let headers: HTTPHeaders = ["If-Match": "*"]
    return try await send(
      rows.map { row in
        let address = isUnaddressable(row) ? ids[KeyText.folded(row.keyValues)].map(self.address) : nil
        return operation(.patch, address ?? self.address(row), row, body: body.completion(row), headers: headers)
      })
  }

  private func send(_ operations: [BatchOperation]) async throws -> [WriteResult] {
    let outcomes = try await BatchSender(client: client, usesChangeSets: false).send(operations)
    return zip(operations, outcomes).map { result($0, $1) }
  }

  private func upsert(_ row: WritableRow) -> BatchOperation {
    let address = address(row)
    // The plain answer to an upsert does not tell a new row from an old one; asking for a representation does: 201 or 200.
    // A row that is known may have been deleted since; that matters where a new row takes a second write.
    return row.isKnown && !body.takesCompletion(row)
      ? operation(.patch, address, row, body: body.update(row))
      : operation(
        .patch, "\(address)?$select=\(plan.destinationType.key.first ?? "")", row, body: body.update(row),
        headers: ["Prefer": "return=representation"])
  }

  private func address(_ row: WritableRow) -> String {
    "\(client.endpoint.servicePath)/\(plan.destinationSet)(\(KeyText.address(plan.key, row.keyValues)))"
  }

  private func address(_ id: GUID) -> String { "\(client.endpoint.servicePath)/\(plan.destinationSet)(\(id))" }

  private func patch(_ row: WritableRow, id: GUID) -> BatchOperation {
    operation(.patch, address(id), row, body: body.update(row))
  }

  private func post(_ row: WritableRow) -> BatchOperation {
    operation(.post, "\(client.endpoint.servicePath)/\(plan.destinationSet)", row, body: body.create(row))
  }

  private func operation(
    _ method: HTTPRequest.Method, _ target: String, _ row: WritableRow, body: [UInt8], headers: HTTPHeaders = [:]
  ) -> BatchOperation {
    var all = headers
    all["Content-Type"] = "application/json"
    return BatchOperation(
      method: method, target: target, headers: all, body: body, isRepeatable: method == .patch,
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
