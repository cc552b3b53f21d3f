import OData
import PlantedBugs

/// Upserts into finance and operations, which has no upsert: PATCH where the key is known to be there, POST where it is not, each in a
/// change set of its own, so that one refusal takes nothing else with it (supply-chain-odata.md 5.6, 5.8).
struct FinanceAndOperationsWriter: DestinationWriter {
  let plan: TaskPlan
  let client: ServiceClient
  private let keys = KeysAtDestination()

  init(plan: TaskPlan, client: ServiceClient) {
    self.plan = plan
    self.client = client
  }

  private static let headers: HTTPHeaders = ["Content-Type": "application/json", "Prefer": "return=minimal"]

  /// A row is settled after at most: found missing after all, or lost its answer, so many times.
  private static let roundsMax = 5

  func write(_ rows: [WritableRow]) async throws -> [WriteResult] {
    var results = [WriteResult?](repeating: nil, count: rows.count)
    // A POST whose answer never came may have made the row; what is then found there was made by this run.
    var mayBeOurs = [Bool](repeating: false, count: rows.count)
    var exists = rows.map(\.isKnown)
    let new = rows.indices.filter { !rows[$0].isKnown }
    let areKeysKnown = try await keys.isKnown(new: new.count, query, key: plan.key, and: company)
    try await look(for: areKeysKnown ? new.filter { keys.mayHold(rows[$0].foldedKey) } : new, in: rows, exists: &exists)
    if areKeysKnown { for index in new { keys.enter(rows[index].foldedKey) } }
    for round in 1...Self.roundsMax {
      let open = rows.indices.filter { results[$0] == nil }
      if open.isEmpty { break }
      // Smaller from round to round, so that a row over which the service breaks down comes to stand alone.
      let size = client.options.batchSize >> (2 * (round - 1))
      let sender = BatchSender(client: client, usesChangeSets: true, batchSizeMax: size, isReadBack: true)
      let outcomes = try await sender.send(
        open.map { exists[$0] ? patch(rows[$0], body: body.update(rows[$0])) : post(rows[$0], again: mayBeOurs[$0]) })
      var doubtful: [Int] = []
      var taken: [(index: Int, reason: String)] = []
      for (index, outcome) in zip(open, outcomes) {
        switch outcome {
        case .answer(let response) where response.status < 300:
          results[index] = exists[index] && !mayBeOurs[index] ? .updated : .created
        case .answer(let response):
          let reason = FailureReason.text(of: response)
          if PlantedBug.goneRowTakenForDone.isOn, isTargetMissing(response, reason) {
            results[index] = .updated
          } else if exists[index], isTargetMissing(response, reason), round < Self.roundsMax {
            // Deleted since the ledger saw it: made again.
            client.marks?.fire(.goneAtDestination)
            exists[index] = false
          } else if !exists[index], isKeyTaken(reason), round < Self.roundsMax {
            client.marks?.fire(.keyTaken)
            taken.append((index, reason))
          } else {
            results[index] = .failed(reason)
          }
        case .noAnswer where PlantedBug.lostAnswerTakenForDone.isOn: results[index] = .created
        case .noAnswer(let failure):
          if exists[index] || round == Self.roundsMax {
            client.marks?.fire(.stayedInDoubt)
            results[index] = WriteResult(outcome: .inDoubt, reason: failure.description)
          } else {
            doubtful.append(index)
          }
        }
      }
      // Settled by reading the key back, never by blind resending.
      if !doubtful.isEmpty { try await client.wait(beforeAttempt: round + 1) }
      for index in doubtful { mayBeOurs[index] = true }
      try await look(for: doubtful + taken.map(\.index), in: rows, exists: &exists)
      if PlantedBug.doubleInsertOnLostAnswer.isOn { for index in doubtful { exists[index] = false } }
      for index in doubtful { client.marks?.fire(exists[index] ? .foundAfterDoubt : .missingAfterDoubt) }
      // Made by somebody else since the look, or by a request of ours that came twice: updated. What is not there has something else of its
      // own that was taken.
      for (index, reason) in taken where !exists[index] { results[index] = .failed(reason) }
    }
    return results.map { $0 ?? WriteResult(outcome: .inDoubt, reason: "the write was not settled in \(Self.roundsMax) rounds") }
  }

  func complete(_ rows: [WritableRow]) async throws -> [WriteResult] {
    let sender = BatchSender(client: client, usesChangeSets: true)
    return try await sender.send(rows.map { patch($0, body: body.completion($0)) }).map { outcome in
      switch outcome {
      case .answer(let response) where response.status < 300: .updated
      case .answer(let response): .failed(FailureReason.text(of: response))
      case .noAnswer(let failure): WriteResult(outcome: .inDoubt, reason: failure.description)
      }
    }
  }

  private func patch(_ row: WritableRow, body: [UInt8]) -> BatchOperation {
    operation(.patch, "\(plan.destinationSet)(\(KeyText.address(plan.key, row.keyValues)))", row, body)
  }

  private func post(_ row: WritableRow, again: Bool) -> BatchOperation {
    let isNumberedThere = again && PlantedBug.doubleInsertOnLostAnswer.isOn
    return operation(.post, plan.destinationSet, row, isNumberedThere ? body.update(row) : body.create(row))
  }

  private func operation(_ method: HTTPRequest.Method, _ path: String, _ row: WritableRow, _ body: [UInt8]) -> BatchOperation {
    // Public practice appends the switch to writes as well: without it a row of another company than the caller's own is not found
    // (supply-chain-odata.md 5.5).
    // Nobody reads the row that a POST answers otherwise, and it is larger than the one that was sent.
    BatchOperation(
      method: method, target: "\(client.endpoint.servicePath)/\(path)?cross-company=true",
      headers: Self.headers, body: body,
      isRepeatable: method == .patch, document: row.document)
  }

  private func isTargetMissing(_ response: HTTPResponse, _ reason: String) -> Bool {
    response.status == 404 || reason.contains("No resources were found when selecting for update")
  }

  private func isKeyTaken(_ reason: String) -> Bool { reason.contains("record already exists") }

  /// Which of these keys are there.
  private func look(for indices: [Int], in rows: [WritableRow], exists: inout [Bool]) async throws {
    guard !indices.isEmpty else { return }
    let conditions = indices.map { KeyText.filter(plan.key, rows[$0].keyValues, leavingOut: isCompany) }
    var found: Set<String> = []
    for row in try await query.rows(matchingAnyOf: conditions, and: company) {
      if let key = KeyText.folded(row, plan.key) { found.insert(key) }
    }
    for index in indices { exists[index] = found.contains(rows[index].foldedKey) }
  }

  private var query: KeyQuery {
    KeyQuery(client: client, set: plan.destinationSet, select: plan.key.map(\.property.name), options: ["cross-company=true"])
  }

  /// The rows of the plan's company.
  private var company: String? {
    plan.key.first(where: isCompany).map { "\($0.property.name) eq \(Value.string(plan.legalEntity).literalText)" }
  }

  private func isCompany(_ part: TaskPlan.KeyPart) -> Bool { part.value.isLegalEntity }
}

extension TaskPlan.KeyValue {
  fileprivate var isLegalEntity: Bool { if case .legalEntity = self { true } else { false } }
}
