import Ambient
import Logging
import OData
import PlantedBugs

/// Runs one task: rows that wait for another try first, then pages of changed rows. Per page: map, skip what is known to be there,
/// resolve lookups, write, and put outcomes and position into the ledger in one transaction.
final class TaskRunner {
  private(set) var run: TaskRun

  private let plan: TaskPlan
  private let execution: Int64
  private let ledger: Ledger
  private let options: RunOptions
  private let clock: any WorldClock
  private let marks: EngineMarks?
  /// With the keys of the execution and the task.
  private let logger: Logger
  /// Told of every page.
  private let progress: ((TaskRun) -> Void)?
  private let state: Ledger.TaskState
  private let reader: SourceReader
  /// The source's own account of what changed, where the run is to go by it.
  private let feed: (any ChangeFeed)?
  private let resolver: LookupResolver
  private let writer: any DestinationWriter
  private var mapper: RowMapper
  private var content = RowContent()
  /// Source key → version of rows that had their other try in this run already.
  private var tried: [String: Int64] = [:]

  init(
    plan: TaskPlan, connectionSet: ConnectionSet, project: String, execution: Int64, ledger: Ledger, clients: ServiceClients,
    options: RunOptions, logger: Logger, progress: ((TaskRun) -> Void)? = nil
  ) throws {
    self.plan = plan
    self.execution = execution
    self.ledger = ledger
    self.options = options
    clock = clients.clock
    marks = clients.marks
    var logger = logger
    logger[metadataKey: "task"] = "\(plan.name)"
    self.logger = logger
    self.progress = progress
    run = TaskRun(task: plan.name)
    state = try ledger.state(project: project, task: plan.name, fingerprint: plan.fingerprint)
    let source = clients.client(of: connectionSet.endpoint(plan.source.system), options, logger: logger)
    let destination = clients.client(of: connectionSet.endpoint(plan.destination.system), options, logger: logger)
    reader = SourceReader(plan: plan, client: source, options: options)
    switch plan.source.dialect {
    case .dataverse where options.changes.sales == .deltaLinks:
      feed = DeltaFeed(plan: plan, client: source, options: options, logger: clients.logger)
    case .financeAndOperations where options.changes.supplyChain == .packages:
      let (task, clock) = (state.id, clients.clock)
      feed = PackageFeed(plan: plan, client: source, clock: clock, logger: clients.logger, project: project) {
        try ledger.keep(position: $0, task: task, at: clock.now)
      }
    default: feed = nil
    }
    resolver = LookupResolver(client: destination, lookups: plan.lookups)
    mapper = RowMapper(plan)
    switch plan.destination.dialect {
    case .dataverse: writer = DataverseWriter(plan: plan, client: destination)
    case .financeAndOperations: writer = FinanceAndOperationsWriter(plan: plan, client: destination)
    }
  }

  /// - Throws: `ServiceFailure` where an end cannot be worked with; what was written until then is in the ledger.
  func run(rowsMax: Int) async throws {
    if plan.source.dialect == .dataverse { try await retryWaiting() }
    if !run.wasCanceled, options.scope != .waiting || plan.source.dialect != .dataverse { try await readWhatChanged(rowsMax: rowsMax) }
    if run.read == 0, !run.wasCanceled, options.explainsSilence { await explainSilence() }
    logger.info(run.wasCanceled ? "task canceled" : "task finished", metadata: run.metadata)
  }

  /// What the filter kept back. The run itself has succeeded: a count that cannot be had is said in the log, no more.
  private func explainSilence() async {
    do {
      run.filterCounts = try await reader.filterCounts(watermark: options.scope == .allData ? 0 : state.watermark)
    } catch {
      logger.warning("rows behind the filter cannot be counted", metadata: ["reason": "\(error)"])
    }
  }

  /// Rows that failed are tried again even if they have not changed (inferred: DI-25). A source that is read in full brings them anyway;
  /// see `readChanges`.
  private func retryWaiting() async throws {
    let keys = try ledger.waiting(task: state.id)
    var start = 0
    while start < keys.count {
      let chunk = Array(keys[start..<min(start + options.pageSize, keys.count)])
      let rows = try await reader.rows(sourceKeys: chunk)
      let mapped = rows.map { mapper.map($0) }
      for row in mapped { tried[row.sourceKey] = row.version }
      run.retried += mapped.count
      marks?.fire(.rowTriedAgain, mapped.count)
      try await process(mapped, watermark: nil)
      try drop(waiting: chunk.filter { tried[$0] == nil })
      start += chunk.count
      if run.wasCanceled { return }
    }
  }

  /// What the feed tells, where there is one and it can tell; else everything that may have changed.
  private func readWhatChanged(rowsMax: Int) async throws {
    guard options.scope == .changes, let changes = try await feed?.changes(since: state.position) else {
      return try await readChanges(rowsMax: rowsMax)
    }
    // Rows that wait come with a full read; of a source that is read by version they had their try already.
    let waiting = plan.source.dialect == .dataverse ? [] : try ledger.waiting(task: state.id)
    if PlantedBug.deltaLinkBeforeRows.isOn { try ledger.keep(position: changes.position, task: state.id, at: clock.now) }
    guard case .matching(let told) = changes.rows, let again = reader.conditions(sourceKeys: waiting) else {
      return try await readChanges(rowsMax: rowsMax, position: changes.position)
    }
    try await readRows(matchingAnyOf: told + again, changes, rowsMax: rowsMax, waiting: waiting)
  }

  private func readRows(
    matchingAnyOf conditions: [String], _ changes: ChangedRows, rowsMax: Int, waiting: [String]
  ) async throws {
    var seen: Set<String> = []
    var start = 0
    repeat {
      let end = min(start + options.pageSize, conditions.count)
      let found = try await reader.rows(matchingAnyOf: Array(conditions[start..<end]))
      let rows = found.map { mapper.map($0) }.filter { seen.insert($0.sourceKey).inserted && tried[$0.sourceKey] != $0.version }
      start = end
      let isLast = start == conditions.count
      let watermark = isLast ? changes.watermark.map { max($0, state.watermark) } : nil
      try await process(rows, watermark: watermark, position: isLast ? changes.position : nil)
      if run.wasCanceled { return }
      if !isLast, run.moved >= rowsMax {
        run.reachedLimit = true
        return
      }
    } while start < conditions.count
    try drop(waiting: waiting.filter { !seen.contains($0) })
  }

  /// - Parameter position: a feed's, to be kept with the last page.
  private func readChanges(rowsMax: Int, position: String? = nil) async throws {
    let isIncremental = plan.source.dialect == .dataverse
    let since = isIncremental && options.scope != .allData ? state.watermark : 0
    // See SourceReader for why a task with parents moves its watermark only at the end.
    let movesAtEnd = isIncremental && !plan.changesWith.isEmpty
    let end = movesAtEnd ? try await reader.highestVersion() : 0
    // After a full read, a row that waited and did not come has left the task's scope.
    var waiting = isIncremental ? [] : Set(try ledger.waiting(task: state.id))
    var highest = since
    let first = reader.firstTarget(watermark: since)
    var target: String? = first
    while let current = target {
      let page = try await reader.page(current)
      var rows: [MappedRow] = []
      rows.reserveCapacity(page.rows.count)
      for object in page.rows {
        let row = mapper.map(object)
        highest = max(highest, row.version)
        let isWaiting = waiting.remove(row.sourceKey) != nil
        if isWaiting { run.retried += 1 }
        if options.scope == .waiting ? isWaiting : tried[row.sourceKey] != row.version { rows.append(row) }
      }
      if current == first, page.next != nil, progress != nil { await learnTotal(watermark: since) }
      target = page.next
      var watermark: Int64?
      if isIncremental {
        if !movesAtEnd { watermark = max(highest, state.watermark) } else if target == nil { watermark = max(end, state.watermark) }
      }
      if PlantedBug.watermarkBeforeRows.isOn, let watermark {
        try ledger.commit(task: state.id, execution: execution, rows: [], watermark: watermark, at: clock.now)
      }
      try await process(rows, watermark: watermark, position: target == nil ? position : nil)
      if run.wasCanceled { return }
      if target != nil, run.moved >= rowsMax {
        run.reachedLimit = true
        return
      }
    }
    try drop(waiting: waiting.sorted())
  }

  private func drop(waiting keys: [String]) throws {
    marks?.fire(.waitingDropped, keys.count)
    try ledger.dropWaiting(task: state.id, sourceKeys: keys, at: clock.now)
  }

  /// So that somebody who watches sees the end of it. The run goes on without.
  private func learnTotal(watermark: Int64) async {
    do {
      run.total = try await reader.total(watermark: watermark)
    } catch {
      logger.debug("rows to be read cannot be counted", metadata: ["reason": "\(error)"])
    }
  }

  // MARK: One page

  private func process(_ rows: [MappedRow], watermark: Int64?, position: String? = nil) async throws {
    run.read += rows.count
    var outcomes = [RowOutcome?](repeating: nil, count: rows.count)
    for (index, row) in rows.enumerated() {
      if let failure = row.failure {
        outcomes[index] = outcome(row, .failed, failure)
      } else if row.keyValues.isEmpty {
        outcomes[index] = outcome(row, .skipped, "the business key is blank")
      }
    }
    let known = try ledger.rows(task: state.id, sourceKeys: rows.map(\.sourceKey))
    var hashes = [ContentHash](repeating: .none, count: rows.count)
    func isKnown(_ index: Int) -> Bool {
      known[index].map { $0.isAtDestination && $0.destinationKey == rows[index].destinationKey } ?? false
    }
    for (index, row) in rows.enumerated() where outcomes[index] == nil {
      hashes[index] = content.hash(row)
      if options.scope != .allData || PlantedBug.allDataLeavesOutKnown.isOn, isKnown(index),
        known[index]?.hash == hashes[index] || PlantedBug.changeTakenForKnown.isOn,
        known[index]?.outcome.isSettled == true
      {
        outcomes[index] = outcome(row, .unchanged, nil)
      }
    }
    let links = try await links(of: rows, &outcomes)
    var writable: [(index: Int, row: WritableRow)] = []
    let lookupCount = plan.lookups.count
    for (index, row) in rows.enumerated() where outcomes[index] == nil {
      let isKnown = isKnown(index)
      let writableRow = WritableRow(
        row: row, links: links[index * lookupCount..<(index + 1) * lookupCount],
        filledBefore: filledBefore(row, known[index]), isKnown: isKnown,
        document: KeyText.document(plan.key, row.keyValues))
      writable.append((index, writableRow))
    }
    for wave in WriteOrder.waves(writable.map(\.row)) {
      let results = try await writer.writeWhole(wave.map { writable[$0].row })
      for (position, result) in zip(wave, results) {
        let index = writable[position].index
        outcomes[index] = outcome(rows[index], result.outcome, result.reason)
      }
    }
    try commit(rows, outcomes, hashes, known, watermark: watermark, position: position)
  }

  private func outcome(_ row: MappedRow, _ outcome: RowOutcome.Outcome, _ reason: String?) -> RowOutcome {
    RowOutcome(sourceKey: row.sourceKey, destinationKey: row.destinationKey, outcome: outcome, reason: reason)
  }

  /// The resolved lookups of all rows, as many in a row as the task has; a row with a lookup that cannot be resolved fails.
  private func links(of rows: [MappedRow], _ outcomes: inout [RowOutcome?]) async throws -> [RowBody.Link?] {
    let count = plan.lookups.count
    guard count > 0 else { return [] }
    var links = [RowBody.Link?](repeating: nil, count: rows.count * count)
    for (lookup, column) in plan.lookupColumns.enumerated() {
      try await resolver.learn(rows.indices.compactMap { outcomes[$0] == nil ? rows[$0].values[column].stringValue : nil }, lookup: lookup)
    }
    for (index, row) in rows.enumerated() where outcomes[index] == nil {
      for (lookup, column) in plan.lookupColumns.enumerated() {
        guard let text = row.values[column].stringValue else { continue }
        switch resolver.resolve(text, lookup: lookup, other: { row.values[plan.lookupColumns[$0]].stringValue }) {
        case .success(let link): links[index * count + lookup] = link
        case .failure(let failure):
          marks?.fire(.lookupFailed)
          outcomes[index] = outcome(row, .failed, failure.message)
        }
        if outcomes[index] != nil { break }
      }
    }
    return links
  }

  /// What earlier writes under the row's key may have filled at the destination.
  private func filledBefore(_ row: MappedRow, _ known: LedgerRow?) -> FilledColumns {
    known.map { $0.destinationKey == row.destinationKey ? $0.filled : .none } ?? .none
  }

  /// The same once the row has come to an outcome. A write that failed may have been carried out all the same, and what is cleared until
  /// the next try must be cleared there too.
  private func filledAfter(_ outcome: RowOutcome.Outcome, _ now: FilledColumns, before: FilledColumns) -> FilledColumns {
    switch outcome {
    case .created, .updated, .unchanged: now
    case .failed, .inDoubt: before.union(now)
    case .skipped: before
    }
  }

  private func commit(
    _ rows: [MappedRow], _ outcomes: [RowOutcome?], _ hashes: [ContentHash], _ known: [LedgerRow?], watermark: Int64?,
    position: String?
  ) throws {
    var changed: [(outcome: RowOutcome, row: LedgerRow)] = []
    for (index, row) in rows.enumerated() {
      guard let outcome = outcomes[index] else { continue }
      run.record(outcome, reportsEveryRow: options.reportsEveryRow)
      let filled = FilledColumns(row.values)
      // A row that is as the ledger has it already costs no write, so that a quiet run over a full read stays cheap.
      if outcome.outcome == .unchanged, known[index]?.sourceVersion == row.version, known[index]?.filled == filled { continue }
      let wasThere = known[index]?.isAtDestination ?? false
      let isWritten = outcome.outcome == .created || outcome.outcome == .updated
      let isWaiting = outcome.outcome == .failed || outcome.outcome == .inDoubt
      if isWaiting {
        marks?.fire(.rowFailed)
        logger.warning("row not written", metadata: outcome.metadata)
      }
      if outcome.outcome == .skipped { marks?.fire(.rowSkipped) }
      changed.append(
        (
          outcome,
          LedgerRow(
            destinationKey: row.destinationKey, sourceVersion: row.version,
            hash: isWritten && !PlantedBug.contentForgotten.isOn ? hashes[index] : known[index]?.hash ?? .none,
            filled: filledAfter(outcome.outcome, filled, before: filledBefore(row, known[index])), outcome: outcome.outcome,
            isAtDestination: isWritten || wasThere,
            attempts: isWaiting ? (known[index]?.attempts ?? 0) + 1 : 0)
        ))
    }
    try ledger.commit(task: state.id, execution: execution, rows: changed, watermark: watermark, position: position, at: clock.now)
    run.wasCanceled = try ledger.isToBeCanceled(execution: execution)
    if run.wasCanceled { marks?.fire(.canceled) }
    progress?(run)
  }
}

extension RowOutcome.Outcome {
  /// What the ledger's hash speaks of is at the destination.
  fileprivate var isSettled: Bool { self != .failed && self != .inDoubt }
}
