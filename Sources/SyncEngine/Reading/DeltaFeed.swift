import Logging
import OData
import PlantedBugs

/// Delta links of Dataverse.
///
/// A read that tracks changes takes no `$filter`, `$expand` or `$orderby` (sourced: use change tracking to synchronize data), which nearly
/// every task needs. So only key and version are followed, of the task's table and of the parents whose change counts as a change of the
/// row. Getting the first link costs a pass over the keys of the table. A link that has expired (7 days, unless the organization says
/// otherwise) is replaced by a new one and a pass by row version from where the task stood. Deletions are told, and do not travel.
struct DeltaFeed: ChangeFeed {
  let plan: TaskPlan
  let client: ServiceClient
  let options: RunOptions
  let logger: Logger

  /// Answers that mean: not with this table, not for this user, not in this version; to a link, that it means nothing any more.
  private static let refusals: Set<Int> = [400, 403, 404, 405, 406, 410, 412, 501]

  private struct Followed {
    let set: String
    let key: String
    /// The condition on rows of the task for one changed key.
    let condition: (String) -> String
  }

  func changes(since position: String?) async throws -> ChangedRows? {
    guard let followed = try followed() else { return nil }
    guard let links = position.flatMap({ Self.links($0, count: followed.count) }) else { return try await begin(followed) }
    var conditions: [String] = []
    var next: [String] = []
    var watermark: Int64?
    for (index, table) in followed.enumerated() {
      do {
        let delta = try await read(links[index], headers: [:])
        conditions += delta.rows.compactMap { row in row[table.key]?.stringValue.map(table.condition) }
        // Of the task's own table, which is asked first: whatever changed until then is among the rows.
        if index == 0 { watermark = delta.rows.compactMap { $0["versionnumber"]?.numberValue?.exactInt64 }.max() }
        next.append(delta.link)
      } catch let failure as ServiceFailure where Self.refusals.contains(failure.status) {
        client.marks?.fire(.deltaLinkLost)
        logger.info("a delta link is no longer good", metadata: ["task": "\(plan.name)", "reason": "\(failure)"])
        return try await begin(followed)
      }
    }
    return ChangedRows(rows: .matching(Self.distinct(conditions)), position: Self.text(next), watermark: watermark)
  }

  /// Gets links before everything is read: what changes meanwhile comes with the first delta.
  private func begin(_ followed: [Followed]) async throws -> ChangedRows? {
    var links: [String] = []
    for table in followed {
      do {
        let target = "\(plan.source.servicePath)/\(table.set)?$select=\(table.key),versionnumber"
        let preferences = "odata.track-changes,odata.maxpagesize=\(options.pageSize)"
        links.append(try await read(target, headers: ["Prefer": preferences], keepsRows: false).link)
      } catch let failure as ServiceFailure where Self.refusals.contains(failure.status) {
        logger.info("changes are read by row version", metadata: ["task": "\(plan.name)", "reason": "\(failure)"])
        return nil
      }
    }
    return ChangedRows(rows: .unknown, position: Self.text(links), watermark: nil)
  }

  /// Follows a link to its end.
  private func read(
    _ start: String, headers: HTTPHeaders, keepsRows: Bool = true
  ) async throws -> (rows: [JSONObject], link: String) {
    var target = start
    var rows: [JSONObject] = []
    var all = headers
    if all["Prefer"] == nil { all["Prefer"] = "odata.maxpagesize=\(options.pageSize)" }
    while true {
      let answer = try await client.getJSON(target, headers: all, accept: "application/json")
      // A deletion says why it is there; rows of the table have no such column.
      if keepsRows { rows += (answer["value"]?.arrayValue ?? []).compactMap(\.objectValue).filter { $0["reason"] == nil } }
      if let link = answer["@odata.deltaLink"]?.stringValue { return (rows, ServiceClient.target(ofLink: link)) }
      guard let link = answer["@odata.nextLink"]?.stringValue else {
        throw client.failure(.get, target, 501, "the answer has no delta link: changes of the table are not tracked")
      }
      target = ServiceClient.target(ofLink: link)
    }
  }

  /// The task's table, then its parents; `nil` where a row cannot be named by one key.
  private func followed() throws -> [Followed]? {
    guard let key = plan.sourceType.key.first, plan.sourceKeyCount == 1 else { return nil }
    var tables = [Followed(set: plan.sourceSet, key: key) { "\(key) eq \($0)" }]
    for parent in plan.changesWith where !PlantedBug.deltaOfParentMissed.isOn {
      guard let parentKey = parent.constraints.first?.referencedProperty else { return nil }
      let column = parent.constraints.first?.property ?? "_\(parent.name)_value"
      tables.append(Followed(set: parent.targetSet, key: parentKey) { "\(column) eq \($0)" })
    }
    return tables
  }

  private static func distinct(_ conditions: [String]) -> [String] {
    var known: Set<String> = []
    return conditions.filter { known.insert($0).inserted }
  }

  private static func text(_ links: [String]) -> String { JSON.array(links.map(JSON.string)).text }

  private static func links(_ text: String, count: Int) -> [String]? {
    let links = (try? JSON(decoding: Array(text.utf8)))?.arrayValue?.compactMap(\.stringValue) ?? []
    return links.count == count ? links : nil
  }
}
