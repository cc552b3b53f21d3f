import Ambient
public import FoundationEssentials
import OData
import Scenarios
import SyncEngine
import Twin

/// What the engine does in a second: accounts from Sales into Supply Chain, both in memory, the ledger durable on disk.
public struct EngineWorkload {
  /// Accounts in Sales.
  public var rows: Int
  /// How many of them change before an incremental run.
  public var changes = 500

  public init(rows: Int = 500_000) { self.rows = rows }

  /// - Parameters:
  ///   - folder: where the ledgers lie; it must not be there yet, and is removed with the workload.
  ///   - progress: told now and then what is being got ready.
  /// - Throws: what the twins refuse, and what keeps the ledger from being made.
  public func build(folder: URL, progress: @escaping (String) -> Void = { _ in }) async throws -> Workload {
    let ends = try EnginePair(rows: rows, folder: folder, progress: progress)
    let loaded = try ends.engine()
    try await ends.load(loaded)
    // Before the cases begin: those that load need a second Supply Chain system beside the first.
    let peak = MachineFacts.peakBytes()
    let ledgerBytes = try ends.ledgerBytes()
    let faults = try loaded.faults()
    let traffic = loaded.engine.requestsAndRetries
    let last = LastLoading()
    let changes = min(changes, rows)
    return Workload(
      name: "engine", title: "The engine, \(rows) accounts",
      notes: [
        "load: a new Supply Chain system and a new ledger; every account is read, mapped, written and entered into the ledger. "
          + "incremental: the run after \(changes) accounts have changed. quiet: the run after nothing has changed.",
        "memory-peak: the most that the engine and both systems have held together until the first load was over. Where other workloads "
          + "ran before, it is theirs.",
        "Both systems answer in this process and keep their rows in memory; the ledger is a file in write-ahead-log mode with a commit a "
          + "page. One core does everything.",
      ],
      figures: [
        .init("ledger-per-row", Double(ledgerBytes) / Double(rows), "bytes"),
        .init("memory-peak", Double(peak) / 1_048_576, "MiB"),
        .init("requests-per-1000-rows", Double(traffic.requests) * 1000 / Double(rows), "requests"),
        .init("retries-per-1000-rows", Double(traffic.retries) * 1000 / Double(rows), "requests"),
        .init("rows-doubled", Double(faults.doubled), "rows"), .init("rows-lost", Double(faults.lost), "rows"),
      ],
      cases: [
        BenchmarkCase("load", unit: "row") {
          let loading = try ends.engine()
          last.loading = loading
          return {
            try await ends.load(loading)
            return rows
          }
        }.counted { last.loading?.meter ?? loaded.meter },
        BenchmarkCase("incremental", unit: "run") {
          try ends.change(changes)
          return {
            try await ends.run(loaded, expecting: changes)
            return 1
          }
        }.counted { loaded.meter },
        BenchmarkCase("quiet", unit: "run") {
          {
            try await ends.run(loaded, expecting: 0)
            return 1
          }
        }.counted { loaded.meter },
      ])
  }
}

/// What a case got ready last, for whoever counts its work.
private final class LastLoading {
  var loading: EnginePair.Loading?
}
