import OData
import PlantedBugs

/// Reads the rows of a task's source, page by page.
///
/// Sales keeps a version per row, rising over the whole organization: an ordinary run asks for rows above the task's watermark, in
/// version order, so that the watermark can move after every page. Finance and operations has no such thing over OData: it is read in
/// full, in the order of its key, and what has not changed is told by its content.
///
/// A line task names the lookup to its parent in `changesWith`. Its filter looks at the parent (only lines of activated orders cross),
/// and activating an order does not touch its lines: their own versions stay below the watermark. So a line also counts as changed when
/// its parent's version lies above the watermark. Such rows do not come in the order of what made them count; the watermark of such a
/// task moves only after the last page, to the highest version that was there before the first.
struct SourceReader {
  let plan: TaskPlan
  let client: ServiceClient
  let options: RunOptions
  /// How a source that pages by position is read on; `nil` where its own links do.
  private let range: KeyRange?

  init(plan: TaskPlan, client: ServiceClient, options: RunOptions) {
    self.plan = plan
    self.client = client
    self.options = options
    // The cookie in the links of Dataverse holds the values of the last row, not its place.
    range =
      plan.source.dialect == .financeAndOperations
      ? KeyRange(plan.sourceType, fixed: ["dataAreaId"], pageSize: options.pageSize) : nil
  }

  struct Page {
    let rows: [JSONObject]
    /// Where to go on; `nil` behind the last page.
    let next: String?
  }

  func firstTarget(watermark: Int64) -> String {
    var conditions: [String] = []
    switch plan.source.dialect {
    case .dataverse:
      if watermark > 0 { conditions.append(changed(since: watermark)) }
      if let filter = plan.filter, !PlantedBug.filterForgotten.isOn { conditions.append("(\(filter))") }
      return target(filter: conditions, extra: ["$orderby=versionnumber"])
    case .financeAndOperations:
      range?.reset()
      return target(from: nil)
    }
  }

  /// Rows of a source that is read in full.
  /// - Parameter start: a condition on those from some key on.
  private func target(from start: String?) -> String {
    var conditions: [String] = []
    if let own = companyCondition { conditions.append(own) }
    if let start { conditions.append(start) }
    if let filter = plan.filter { conditions.append("(\(filter))") }
    return target(filter: conditions, extra: ["cross-company=true"] + (range.map { ["$orderby=\($0.order)"] } ?? []))
  }

  func page(_ target: String) async throws -> Page {
    let answer = try await client.getJSON(target, headers: ["Prefer": "odata.maxpagesize=\(options.pageSize)"])
    guard let values = answer["value"]?.arrayValue else {
      throw client.failure(.get, target, 200, "the answer has no 'value'")
    }
    let rows = values.compactMap(\.objectValue)
    let link = answer["@odata.nextLink"]?.stringValue.map(ServiceClient.target(ofLink:))
    if PlantedBug.rowLostAtPageEdge.isOn, range == nil, link != nil { return Page(rows: rows.dropLast(), next: link) }
    guard let range else { return Page(rows: rows, next: link) }
    let new = Array(range.new(rows))
    return Page(rows: new, next: link.map { link in range.condition(after: rows).map { self.target(from: $0) } ?? link })
  }

  /// Rows by the key of the source, where the source is read by version: those that wait for another try. Rows that have left the
  /// task's filter are not among them.
  func rows(sourceKeys: [String]) async throws -> [JSONObject] {
    guard let key = plan.sourceType.key.first, plan.sourceKeyCount == 1 else { return [] }
    return try await rows(matchingAnyOf: sourceKeys.map { "\(key) eq \(GUID($0) == nil ? Value.string($0).literalText : $0)" })
  }

  /// Conditions on rows whose keys the ledger holds; `nil` where one of them cannot be read back.
  func conditions(sourceKeys: [String]) -> [String]? {
    var conditions: [String] = []
    for text in sourceKeys {
      let parts = plan.sourceKeyCount == 1 ? [text] : text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard let condition = SourceKey.condition(parts, plan.sourceType.key, plan.sourceType) else { return nil }
      conditions.append(condition)
    }
    return conditions
  }

  /// Rows of the task's filter and company that fulfil any of the conditions, asked for several requests at a time.
  func rows(matchingAnyOf conditions: [String]) async throws -> [JSONObject] {
    let common = [companyCondition, plan.filter.map { "(\($0))" }].compactMap { $0 }
    let extra = plan.source.dialect == .financeAndOperations ? ["cross-company=true"] : []
    var targets: [String] = []
    var start = 0
    while start < conditions.count {
      var end = start
      var bytes = 0
      while end < conditions.count, end - start < KeyQuery.termsMax, end == start || bytes < KeyQuery.filterBytesMax {
        bytes += conditions[end].utf8.count + 4
        end += 1
      }
      targets.append(target(filter: ["(\(conditions[start..<end].joined(separator: " or ")))"] + common, extra: extra))
      start = end
    }
    var rows: [JSONObject] = []
    while !targets.isEmpty {
      let answers = try await client.getJSON(targets)
      for answer in answers { rows += answer["value"]?.arrayValue?.compactMap(\.objectValue) ?? [] }
      targets = answers.compactMap { $0["@odata.nextLink"]?.stringValue.map(ServiceClient.target(ofLink:)) }
    }
    return rows
  }

  /// The highest row version among the task's own rows and the parents it changes with.
  func highestVersion() async throws -> Int64 {
    var highest: Int64 = 0
    for set in [plan.sourceSet] + plan.changesWith.map(\.targetSet) {
      let answer = try await client.getJSON(
        "\(plan.source.servicePath)/\(set)?$select=versionnumber&$orderby=versionnumber%20desc&$top=1")
      let version = answer["value"]?.arrayValue?.first?["versionnumber"]?.numberValue?.exactInt64 ?? 0
      highest = max(highest, version)
    }
    return highest
  }

  /// What each clause of the filter lets through, to explain a task that read nothing.
  /// - Parameter watermark: above 0 where only changes were asked for.
  func filterCounts(watermark: Int64) async throws -> FilterCounts {
    var conditions: [(subject: FilterCount.Subject, text: String?)] = [(.source, nil)]
    let clauses = FilterClauses.of(plan.filter)
    conditions += clauses.map { (.clause($0), $0) }
    if clauses.count > 1 { conditions.append((.filter, plan.filter)) }
    if plan.source.dialect == .dataverse, watermark > 0 { conditions.append((.changes, changed(since: watermark))) }
    // Dataverse starts this text with a byte-order mark (sales-web-api.md 5.4).
    let responses = try await client.get(conditions.map { countTarget($0.text) }, accept: "text/plain")
    let counts = try zip(conditions, responses).map { condition, response in
      guard let rows = Int(response.text.filter(\.isNumber)) else {
        throw client.failure(.get, countTarget(condition.text), response.status, "the answer is no count")
      }
      let isLeast = plan.source.dialect == .dataverse && rows >= FilterCount.dataverseMax
      return FilterCount(subject: condition.subject, rows: rows, isLeast: isLeast)
    }
    return FilterCounts(counts, hint: ClauseRemedy.texts(for: [plan.sourceSet]).first)
  }

  /// How many rows a read brings; `nil` where the service does not count so far.
  /// - Parameter watermark: above 0 where only changes are asked for.
  func total(watermark: Int64) async throws -> Int? {
    let changes = plan.source.dialect == .dataverse && watermark > 0 ? changed(since: watermark) : nil
    let condition = [plan.filter, changes].compactMap { $0 }.map { "(\($0))" }.joined(separator: " and ")
    let response = try await client.get(countTarget(condition.isEmpty ? nil : condition), accept: "text/plain")
    guard let rows = Int(response.text.filter(\.isNumber)) else { return nil }
    return plan.source.dialect == .dataverse && rows >= FilterCount.dataverseMax ? nil : rows
  }

  private func countTarget(_ condition: String?) -> String {
    let filter = [companyCondition, condition.map { "(\($0))" }].compactMap { $0 }.joined(separator: " and ")
    var query: [String] = []
    if !filter.isEmpty { query.append("$filter=\(PercentEncoding.encode(filter, in: .queryValue))") }
    if plan.source.dialect == .financeAndOperations { query.append("cross-company=true") }
    let options = query.isEmpty ? "" : "?\(query.joined(separator: "&"))"
    return "\(plan.source.servicePath)/\(plan.sourceSet)/$count\(options)"
  }

  /// Only the company of the connection set is read (R-ENG-12).
  var companyCondition: String? {
    guard plan.source.dialect == .financeAndOperations, !PlantedBug.everyCompanyRead.isOn else { return nil }
    return plan.sourceType.property("dataAreaId").map { "\($0.name) eq \(Value.string(plan.legalEntity).literalText)" }
  }

  /// The condition on rows that count as changed.
  func changed(since watermark: Int64) -> String {
    if PlantedBug.parentChangeMissed.isOn { return "(versionnumber gt \(watermark))" }
    let parents = plan.changesWith.map { " or \($0.name)/versionnumber gt \(watermark)" }.joined()
    return "(versionnumber gt \(watermark)\(parents))"
  }

  /// The address of rows with everything the task reads of them.
  func target(filter: [String], extra: [String]) -> String {
    var columns: [String] = []
    var expands: [(navigation: String, columns: [String])] = []
    func expand(_ navigation: String, _ column: String) {
      if let index = expands.firstIndex(where: { $0.navigation == navigation }) {
        if !expands[index].columns.contains(column) { expands[index].columns.append(column) }
      } else {
        expands.append((navigation, [column]))
      }
    }
    for slot in plan.slots {
      switch slot {
      case .column(let name): columns.append(name)
      case .related(let navigation, let column): expand(navigation, column)
      case .computed: break
      case .firstOf(let steps): for step in steps { expand(step.navigation, step.column) }
      }
    }
    var query = ["$select=\(columns.joined(separator: ","))"]
    if !expands.isEmpty {
      let items = expands.map { "\($0.navigation)($select=\($0.columns.joined(separator: ",")))" }
      query.append("$expand=\(items.joined(separator: ","))")
    }
    if !filter.isEmpty { query.append("$filter=\(PercentEncoding.encode(filter.joined(separator: " and "), in: .queryValue))") }
    return "\(plan.source.servicePath)/\(plan.sourceSet)?\((query + extra).joined(separator: "&"))"
  }
}
