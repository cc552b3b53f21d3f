import Ambient
import DataPackages
import Logging
import OData

/// Change-tracked data packages of finance and operations.
///
/// Each task has a data project of its own, which exports the keys of the task's entity; the service keeps how far it has told the project
/// of changes. That position moves when the package is made, not when its rows have arrived. So the ledger is told before that an export
/// is under way, and that it is over with the outcomes of its last rows: where a run finds one under way, rows may have been told and
/// lost, and everything is read.
struct PackageFeed: ChangeFeed {
  let plan: TaskPlan
  let client: ServiceClient
  let clock: any WorldClock
  let logger: Logger
  /// The engine's project.
  let project: String
  /// Keeps a position in the ledger, before anything is exported.
  let keep: (String) throws -> Void

  /// Rows are read by key, some 60 in a request; for more than this, reading everything costs less.
  static let rowsMax = 6_000
  /// A data project's name is no longer (inferred).
  private static let nameMax = 60
  private static let underWay = "under way"
  private static let done = "done"
  private static let refusals: Set<Int> = [400, 401, 403, 404, 405, 501]

  func changes(since position: String?) async throws -> ChangedRows? {
    let name = dataProject
    do {
      guard try await isTracked(), try await isReady(name) else { return nil }
    } catch let failure as ServiceFailure where Self.refusals.contains(failure.status) {
      logger.info("everything is read: no packages here", metadata: ["task": "\(plan.name)", "reason": "\(failure)"])
      return nil
    }
    try keep(Self.underWay)
    do {
      let package = try await PackageExport(client: client, clock: clock, legalEntity: plan.legalEntity).run(project: name)
      let told = try conditions(in: package)
      return ChangedRows(rows: position == Self.done ? told : .unknown, position: Self.done, watermark: nil)
    } catch let failure as PackageExport.Unsuccessful {
      return everything("the export ended as \(failure.status)")
    } catch let failure as PackageError {
      return everything("\(failure)")
    } catch let failure as ServiceFailure where Self.refusals.contains(failure.status) {
      return everything("\(failure)")
    }
  }

  /// What the export would have told is not known; the next run starts over.
  private func everything(_ reason: String) -> ChangedRows {
    logger.warning("everything is read: the package cannot be used", metadata: ["task": "\(plan.name)", "reason": "\(reason)"])
    return ChangedRows(rows: .unknown, position: Self.underWay, watermark: nil)
  }

  /// For example `accounts - Accounts - Customers`: two tasks never share one, nor a position.
  var dataProject: String {
    let name = "\(project) - \(plan.name)"
    guard name.utf8.count > Self.nameMax else { return name }
    let hash = ContentHash(Array(name.utf8))
    return "\(name.prefix(Self.nameMax - 17)) \(String(hash.high, radix: 16))"
  }

  // MARK: What has to be there

  /// Filters of tasks look at columns of joined tables, so any change of the entity has to count. A service that does not tell how it
  /// tracks is believed to do that.
  private func isTracked() async throws -> Bool {
    let rows: [JSONObject]
    do {
      rows = try await self.rows("EntityChangeTrackings", ["EntityName", "Mode"], where: nil)
    } catch let failure as ServiceFailure where Self.refusals.contains(failure.status) {
      return true
    }
    let own = rows.first { $0["EntityName"]?.stringValue?.equalsFolded(plan.sourceEntity) == true }
    if own?["Mode"]?.stringValue == "EntireEntity" { return true }
    let reason = own == nil ? "changes of the entity are not tracked" : "only some changes of the entity are tracked"
    logger.info("everything is read", metadata: ["task": "\(plan.name)", "entity": "\(plan.sourceEntity)", "reason": "\(reason)"])
    return false
  }

  /// Makes the data project where it is missing.
  private func isReady(_ name: String) async throws -> Bool {
    let literal = Value.string(name).literalText
    if try await rows("DataManagementDefinitionGroups", ["Name"], where: "Name eq \(literal)").isEmpty {
      try await create("DataManagementDefinitionGroups", ["Name": .string(name), "OperationType": "Export"])
    }
    let details = "DataManagementDefinitionGroupDetails"
    if try await rows(details, ["EntityName"], where: "DefinitionGroupId eq \(literal)").isEmpty {
      try await create(
        details,
        [
          "DefinitionGroupId": .string(name), "EntityName": .string(plan.sourceEntity), "SourceFormat": "CSV",
          "DefaultRefreshType": "IncrementalPush", "SkipStaging": "Yes", "FieldMapping": .string(keyNames.joined(separator: ";")),
        ])
    }
    return true
  }

  private func rows(_ set: String, _ columns: [String], where filter: String?) async throws -> [JSONObject] {
    let condition = filter.map { "&$filter=\(PercentEncoding.encode($0, in: .queryValue))" } ?? ""
    let answer = try await client.getJSON("\(client.endpoint.servicePath)/\(set)?$select=\(columns.joined(separator: ","))\(condition)")
    return answer["value"]?.arrayValue?.compactMap(\.objectValue) ?? []
  }

  private func create(_ set: String, _ row: JSONObject) async throws {
    let target = "\(client.endpoint.servicePath)/\(set)"
    let headers: HTTPHeaders = ["Accept": "application/json", "Content-Type": "application/json", "OData-Version": "4.0"]
    switch await client.send(HTTPRequest(.post, target, headers: headers, body: JSON.object(row).encoded())) {
    case .answer(let response) where response.status < 300: return
    case .answer(let response): throw client.failure(.post, target, response.status, FailureReason.text(of: response))
    case .noAnswer(let failure): throw failure
    }
  }

  // MARK: What is told

  private var keyNames: [String] { plan.sourceType.key.filter { $0 != "dataAreaId" } }

  private func conditions(in package: DataPackage) throws(PackageError) -> ChangedRows.Rows {
    var conditions: [String] = []
    for entity in package.manifest.entities {
      var reader = try package.rows(of: entity)
      while try reader.next() {
        // A project that somebody else made may call its columns differently; without the key they name no row.
        let places = keyNames.compactMap { key -> Int? in
          let column = entity.map.first { $0.entityField.equalsFolded(key) }?.sourceField ?? key
          return reader.columns.firstIndex { $0.equalsFolded(column) }
        }
        guard conditions.count < Self.rowsMax,
          let condition = SourceKey.condition(places.map { reader.text($0) }, keyNames, plan.sourceType)
        else { return .unknown }
        conditions.append(condition)
      }
    }
    return .matching(conditions)
  }
}
