import OData

/// Explains one task of a project: asks the source for the rows of the key and for every clause of the filter, resolves the lookups,
/// reads the destination, and looks into the ledger. Only reads.
struct TaskExplainer {
  let plan: TaskPlan
  let project: String
  let ledger: Ledger
  let source: ServiceClient
  let destination: ServiceClient
  let options: RunOptions

  /// More rows of one key would bury the reader.
  static let recordsMax = 20

  /// - Throws: `ServiceFailure`, `SQLiteError`.
  func explain(_ key: String) async throws -> TaskExplanation {
    let search = RecordSearch(plan: plan)
    let reader = SourceReader(plan: plan, client: source, options: options)
    let entries = try ledger.entries(forKey: key).filter { $0.project == project && $0.task == plan.name }
    var mapper = RowMapper(plan)
    var rows: [(object: JSONObject, mapped: MappedRow)] = []
    var hasMore = false
    var asked: Set<String> = []
    func find(_ keys: [String]) async throws {
      let conditions = keys.flatMap { search.conditions($0) }.filter { asked.insert($0).inserted }
      guard !conditions.isEmpty else { return }
      let extra = plan.source.dialect == .financeAndOperations ? ["cross-company=true"] : []
      let page = try await reader.page(reader.target(filter: ["(\(conditions.joined(separator: " or ")))"], extra: extra))
      for object in page.rows {
        let mapped = mapper.map(object)
        if rows.contains(where: { $0.mapped.sourceKey == mapped.sourceKey }) { continue }
        if rows.count == Self.recordsMax { hasMore = true } else { rows.append((object, mapped)) }
      }
      if page.next != nil { hasMore = true }
    }
    try await find([key] + entries.map(\.sourceKey))
    // Rows that share the key at the destination with one that was asked for by its own.
    try await find(rows.map(\.mapped.destinationKey).filter { !$0.isEmpty })

    let state = try ledger.knownState(project: project, task: plan.name)
    let clauses = try await clauses(rows.map(\.object), reader, search)
    let changed = try await changed(rows.map(\.object), since: state?.watermark ?? 0, reader, search)
    let lookups = try await lookups(rows.map(\.mapped))
    let keys = rows.map(\.mapped.keyValues) + (rows.isEmpty ? businessKeys(key) : [])
    let there = try await destinationRows(keys)
    var content = RowContent()
    var records: [RecordExplanation] = []
    for (index, row) in rows.enumerated() {
      let mapped = row.mapped
      let known = try state.flatMap { try ledger.rows(task: $0.id, sourceKeys: [mapped.sourceKey])[0] }
      let entry = try ledger.entries(forKey: mapped.sourceKey).first {
        $0.project == project && $0.task == plan.name && $0.sourceKey == mapped.sourceKey
      }
      let destinationRow = mapped.keyValues.isEmpty ? nil : there[KeyText.folded(mapped.keyValues)]
      let twins = rows.indices.filter { other in
        other != index && !mapped.keyValues.isEmpty && KeyText.folded(rows[other].mapped.keyValues) == KeyText.folded(mapped.keyValues)
          && clauses[other].allSatisfy(\.holds)
      }
      let finding = RecordFinding(
        plan: plan, row: mapped, known: known, entry: entry, clauses: clauses[index], lookups: lookups[index],
        isSame: known.map { $0.hash == content.hash(mapped) && $0.destinationKey == mapped.destinationKey } ?? false,
        isChanged: changed?[index] ?? true, isThere: destinationRow != nil,
        others: twins.map { rows[$0].mapped.sourceKey })
      let (verdict, cause, remedy) = finding.verdict
      records.append(
        RecordExplanation(
          sourceKey: mapped.sourceKey, destinationKey: mapped.destinationKey, verdict: verdict, cause: cause, remedy: remedy,
          isAtSource: true, clauses: clauses[index], lookups: lookups[index], ledger: entry,
          isAtDestination: mapped.keyValues.isEmpty ? nil : destinationRow != nil,
          differences: destinationRow.map { differences(mapped, $0) } ?? []))
    }
    for entry in entries where !rows.contains(where: { $0.mapped.sourceKey == entry.sourceKey }) {
      records.append(gone(entry))
    }
    if records.isEmpty, !there.isEmpty {
      records = there.keys.sorted().map { onlyThere($0.split(separator: "\u{1F}").joined(separator: ",")) }
    }
    return TaskExplanation(
      task: plan.name, source: plan.sourceSet, destination: plan.destinationSet, records: records, hasMore: hasMore,
      hint: ClauseRemedy.texts(for: [plan.sourceSet]).first)
  }

  // MARK: Source

  /// Every clause for every row, the company first, judged by the service itself.
  private func clauses(
    _ rows: [JSONObject], _ reader: SourceReader, _ search: RecordSearch
  ) async throws -> [[RecordExplanation.Clause]] {
    let texts = [reader.companyCondition].compactMap { $0 } + FilterClauses.of(plan.filter)
    let conditions = rows.flatMap { row in texts.map { "(\(search.condition(of: row))) and (\($0))" } }
    let answers = try await areTrue(conditions)
    return rows.indices.map { row in
      texts.indices.map { RecordExplanation.Clause(text: texts[$0], holds: answers[row * texts.count + $0]) }
    }
  }

  /// Which rows an ordinary run would ask for; `nil` where it asks for all.
  private func changed(_ rows: [JSONObject], since watermark: Int64, _ reader: SourceReader, _ search: RecordSearch) async throws -> [Bool]?
  {
    guard plan.source.dialect == .dataverse, watermark > 0 else { return nil }
    return try await areTrue(rows.map { "(\(search.condition(of: $0))) and \(reader.changed(since: watermark))" })
  }

  private func areTrue(_ conditions: [String]) async throws -> [Bool] {
    guard !conditions.isEmpty else { return [] }
    let company = plan.source.dialect == .financeAndOperations ? "&cross-company=true" : ""
    let targets = conditions.map { condition in
      "\(plan.source.servicePath)/\(plan.sourceSet)?$select=\(plan.sourceType.key.joined(separator: ","))"
        + "&$filter=\(PercentEncoding.encode(condition, in: .queryValue))&$top=1\(company)"
    }
    return try await source.getJSON(targets).map { $0["value"]?.arrayValue?.isEmpty == false }
  }

  // MARK: Destination

  private func lookups(_ rows: [MappedRow]) async throws -> [[RecordExplanation.Lookup]] {
    guard !plan.lookups.isEmpty else { return rows.map { _ in [] } }
    let resolver = LookupResolver(client: destination, lookups: plan.lookups)
    for (lookup, column) in plan.lookupColumns.enumerated() {
      try await resolver.learn(rows.compactMap { $0.values[column].stringValue }, lookup: lookup)
    }
    return rows.map { row in
      plan.lookupColumns.enumerated().compactMap { lookup, column in
        guard let value = row.values[column].stringValue else { return nil }
        var problem: String?
        if case .failure(let failure) = resolver.resolve(
          value, lookup: lookup, other: { row.values[plan.lookupColumns[$0]].stringValue })
        {
          problem = failure.message
        }
        return RecordExplanation.Lookup(field: plan.lookups[lookup].label, value: value, problem: problem)
      }
    }
  }

  /// The text as values of the destination's whole key, for a key that no source row has.
  private func businessKeys(_ key: String) -> [[Value]] {
    var parts = key.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let own = plan.key.filter { if case .legalEntity = $0.value { false } else { true } }
    if parts.count > own.count, parts[0].equalsFolded(plan.legalEntity) { parts.removeFirst() }
    guard parts.count == own.count else { return [] }
    var values: [Value] = []
    for part in plan.key {
      if case .legalEntity = part.value {
        values.append(.string(plan.legalEntity))
        continue
      }
      guard let value = ValueConversion.convert(.string(parts.removeFirst()), to: part.property.type, enumType: nil), !value.isNull
      else { return [] }
      values.append(value)
    }
    return [values]
  }

  /// The destination's rows by folded key.
  private func destinationRows(_ keys: [[Value]]) async throws -> [String: JSONObject] {
    let conditions = keys.filter { !$0.isEmpty }.map { KeyText.filter(plan.key, $0) }
    guard !conditions.isEmpty else { return [:] }
    let isDataverse = plan.destination.dialect == .dataverse
    let query = KeyQuery(
      client: destination, set: plan.destinationSet, select: plan.key.map(\.property.name) + comparable.map(\.property.name),
      options: isDataverse ? [] : ["cross-company=true"])
    var rows: [String: JSONObject] = [:]
    for row in try await query.rows(matchingAnyOf: conditions) { if let key = KeyText.folded(row, plan.key) { rows[key] = row } }
    return rows
  }

  /// Mapped columns that can be compared: lookups are told of elsewhere, keys are equal.
  private var comparable: [(index: Int, property: Property, enumType: EnumType?)] {
    let keys = plan.key.map(\.property.name)
    return plan.columns.enumerated().compactMap { index, column in
      guard case .property(let property, let enumType) = column.target, !keys.contains(property.name) else { return nil }
      return (index, property, enumType)
    }
  }

  /// Blanks are left out: they travel only where there was something before.
  private func differences(_ row: MappedRow, _ there: JSONObject) -> [RecordExplanation.Difference] {
    comparable.compactMap { column in
      let value = row.values[column.index]
      guard !value.isNull else { return nil }
      let other = ValueConversion.convert(there[column.property.name] ?? .null, to: column.property.type, enumType: column.enumType)
      if other == value { return nil }
      return RecordExplanation.Difference(
        field: plan.columns[column.index].label, source: value.description, destination: (other ?? .null).description)
    }
  }

  // MARK: Records without a source row

  private func gone(_ entry: LedgerEntry) -> RecordExplanation {
    RecordExplanation(
      sourceKey: entry.sourceKey, destinationKey: entry.destinationKey, verdict: .goneFromSource,
      cause: "the source has this row no longer; execution \(entry.execution) handled it last",
      remedy: "deletions do not travel: delete the row at the destination by hand where it should go", isAtSource: false, clauses: [],
      lookups: [], ledger: entry, isAtDestination: nil, differences: [])
  }

  private func onlyThere(_ key: String) -> RecordExplanation {
    let hint = ClauseRemedy.texts(for: [plan.sourceSet]).first.map { " (\($0))" } ?? ""
    return RecordExplanation(
      sourceKey: nil, destinationKey: key, verdict: .onlyAtDestination,
      cause: "the destination has it, and \(plan.sourceSet) has no row of this key\(hint)",
      remedy: "enter it at the source under the same key, and the next run takes it over", isAtSource: false, clauses: [], lookups: [],
      ledger: nil, isAtDestination: true, differences: [])
  }
}
