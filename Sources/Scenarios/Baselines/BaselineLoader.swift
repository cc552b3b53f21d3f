import FoundationEssentials
import OData
import StrictYAML
import Twin

/// Loads the stages of a baseline into a world. Rows that cannot be loaded are listed with file, line and reason; the rest
/// goes on.
final class BaselineLoader {
  private let baseline: Baseline
  private let world: World
  /// What earlier loads have left behind, for later ones.
  struct Memory: Sendable {
    /// Key values of the rows each load has brought in, for loads that name it as their parent.
    fileprivate var loaded: [String: Set<String>] = [:]
    fileprivate var addresses: [RowReader.Binding: String] = [:]
  }

  var memory = Memory()

  /// Rows in one batch. Dataverse takes up to 1,000; small enough to keep a failing batch readable in a request log.
  private static let batchSize = 200

  init(_ baseline: Baseline, _ world: World) {
    self.baseline = baseline
    self.world = world
  }

  /// Loads one stage, its loads in order.
  /// - Throws: `MalformedFile` when a file is missing, is not CSV, or does not have the columns the mapping names.
  func load(stage: String) async throws -> [LoadReport] {
    var reports: [LoadReport] = []
    for load in baseline.mapping.loads where load.stage == stage { reports.append(try await self.load(load)) }
    return reports
  }

  /// - Throws: `ScenarioFailure` when a load has other bad rows than its mapping knows of.
  static func refuseUnexpectedBadRows(_ reports: [LoadReport], at position: SourcePosition) throws {
    for report in reports where !report.areBadRowsExpected {
      let rows = report.badRows.prefix(20).map { "\n    \($0)" }.joined()
      let more = report.badRows.count > 20 ? "\n    and \(report.badRows.count - 20) more" : ""
      throw ScenarioFailure(
        position,
        "\(report.badRows.count) rows of '\(report.load)' could not be loaded; say 'badRows: allowed' or how many there are if that is meant\(rows)\(more)"
      )
    }
  }

  private func load(_ load: BaselineLoad) async throws -> LoadReport {
    let (path, text) = try table(load)
    let client = load.entity.system == .sales ? world.sales : world.supplyChain
    var reader = try RowReader(load, text, file: path, mapping: baseline.mapping.file, schema: client.schema)
    var report = LoadReport(load: load.name)
    var pending: [PendingRow] = []
    var seen: [[String]: Int] = [:]
    let owners = try await owners(load.parent)

    for record in text.records {
      guard reader.isIncluded(record) else {
        report.leftOut += 1
        continue
      }
      do {
        if let parent = load.parent {
          let value = reader.field(parent.column, record)
          if !owners.contains(value.lowercased()) {
            if parent.leavesOrphansOut {
              report.orphans += 1
              continue
            }
            throw RowReader.RowError(reason: "it belongs to '\(value)' of \(parent.title), which is not there")
          }
        }
        var (payload, bindings) = try reader.read(record)
        if !load.key.isEmpty {
          let key = load.key.map { payload[$0]?.bareText.lowercased() ?? "" }
          if let first = seen[key] {
            throw RowReader.RowError(reason: "it has the same \(load.key.joined(separator: ", ")) as line \(first)")
          }
          seen[key] = record.line
        }
        for binding in bindings {
          if memory.addresses[binding] == nil, !isAddressable(binding, client) {
            // The target may be a row that still waits in the batch.
            if try await resolve(binding, client) == nil { try await flush(&pending, load, path, client, &report) }
          }
          payload.append("\(binding.navigation)@odata.bind", .string(try await address(binding, client)))
        }
        pending.append(PendingRow(line: record.line, payload: payload))
        if pending.count == Self.batchSize { try await flush(&pending, load, path, client, &report) }
      } catch let error as RowReader.RowError {
        report.badRows.append(BadRow(file: path, line: record.line, reason: error.reason))
      }
    }
    try await flush(&pending, load, path, client, &report)
    report.badRows.sort { $0.line < $1.line }
    report.areBadRowsExpected = load.badRowsAllowed.map { $0 == report.badRows.count } ?? true
    let keyProperty = load.key.first ?? client.schema.businessKey(load.entity.set).first
    memory.loaded[load.name] = Set(report.rows.compactMap { row in keyProperty.flatMap { row[$0]?.bareText.lowercased() } })
    return report
  }

  /// The keys of what rows may belong to, in lower case.
  private func owners(_ parent: LoadParent?) async throws -> Set<String> {
    switch parent?.owner {
    case nil: return []
    case .load(let name): return memory.loaded[name] ?? []
    case .records(let entity, let property):
      let client = entity.system == .sales ? world.sales : world.supplyChain
      let rows = try await client.query(RecordQuery(set: entity.set, select: [property]))
      return Set(rows.compactMap { $0[property]?.bareText.lowercased() })
    }
  }

  /// The rows of a load, and the file they stand in.
  private func table(_ load: BaselineLoad) throws(MalformedFile) -> (path: String, DelimitedText) {
    let name: String
    switch load.source {
    case .rows(let text): return (baseline.mapping.file.path, text)
    case .file(let file): name = file
    }
    let path = "\(baseline.directory)/\(name)"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw MalformedFile([Diagnostic(load.position, "cannot read '\(path)'")])
    }
    guard String(validating: data, as: UTF8.self) != nil else {
      throw MalformedFile([Diagnostic(.start(of: path), "the file is not UTF-8 text")])
    }
    if !path.hasSuffix(TableFile.csv), TableFile.endings.contains(where: path.hasSuffix) {
      return (path, try TableFile(SourceFile(reading: path)).delimited)
    }
    do {
      return (path, try DelimitedText(Array(data), hasComments: load.hasComments))
    } catch {
      throw MalformedFile([Diagnostic(SourcePosition(file: path, line: error.line, column: 1), error.message)])
    }
  }

  private struct PendingRow {
    let line: Int
    let payload: JSONObject
  }

  private func flush(
    _ pending: inout [PendingRow], _ load: BaselineLoad, _ path: String, _ client: SystemClient, _ report: inout LoadReport
  ) async throws {
    guard !pending.isEmpty else { return }
    let reasons: [String?]
    if baseline.path == .store, let importer = world.importer {
      reasons = try importer.create(client.system, load.entity.set, pending.map { client.inCompany(load.entity.set, $0.payload) })
    } else {
      let requests = pending.map { row in
        HTTPRequest(
          .post, client.target(load.entity.set), headers: ["Prefer": "return=minimal"],
          body: JSON.object(client.inCompany(load.entity.set, row.payload)).encoded())
      }
      reasons = zip(requests, try await client.batch(requests)).map { request, response in
        guard response.status >= 400 else { return nil }
        let refusal = Refusal(system: client.system, request: request, response: response)
        return "\(client.system.title) refused it with \(response.status): \(refusal.message)"
      }
    }
    for (row, reason) in zip(pending, reasons) {
      if let reason {
        report.badRows.append(BadRow(file: path, line: row.line, reason: reason))
        report.refused.append(row.payload)
      } else {
        report.rows.append(row.payload)
      }
    }
    pending.removeAll(keepingCapacity: true)
  }

  // MARK: Lookups

  /// Whether the columns form a key, so that the system itself finds the record.
  private func isAddressable(_ binding: RowReader.Binding, _ client: SystemClient) -> Bool {
    guard let type = client.schema.model.entityType(ofSet: binding.targetSet) else { return false }
    return type.alternateKeys.contains { Set($0.properties) == Set(binding.key.map(\.property)) }
  }

  private func resolve(_ binding: RowReader.Binding, _ client: SystemClient) async throws -> String? {
    do {
      let predicate = try await client.resolve(binding.targetSet, binding.key.map { ($0.property, $0.value) })
      let address = "/\(binding.targetSet)\(PercentEncoding.encode(predicate, in: .pathSegment))"
      memory.addresses[binding] = address
      return address
    } catch let missing as NoSuchRecord where missing.count == 0 {
      return nil
    } catch let missing as NoSuchRecord {
      throw RowReader.RowError(reason: "\(missing)")
    }
  }

  private func address(_ binding: RowReader.Binding, _ client: SystemClient) async throws -> String {
    if let known = memory.addresses[binding] { return known }
    if let found = try await resolve(binding, client) { return found }
    let words = binding.key.map { "\($0.property) '\($0.value.bareText)'" }.joined(separator: ", ")
    throw RowReader.RowError(reason: "\(client.system.title) has no record in \(binding.targetSet) with \(words)")
  }
}
