import OData
import PlantedBugs

/// Finds the GUIDs that business values stand for at a Dataverse destination, in batches, and remembers them for the run of the task.
final class LookupResolver {
  enum Answer {
    case found(target: Int, GUID)
    case missing
    /// More than one row of that value; with their narrowing values, where the lookup has one.
    case ambiguous(target: Int, [(id: GUID, group: GUID?)])
  }

  private let client: ServiceClient
  private let lookups: [LookupPlan]
  /// Folded value → answer, per lookup.
  private var known: [[String: Answer]]

  init(client: ServiceClient, lookups: [LookupPlan]) {
    self.client = client
    self.lookups = lookups
    known = [[String: Answer]](repeating: [:], count: lookups.count)
  }

  /// Makes sure that every value of these is known, found or not.
  func learn(_ values: [String], lookup index: Int) async throws {
    if PlantedBug.lookupLearnedOnce.isOn, !known[index].isEmpty { return }
    var open: [String] = []
    var seen: Set<String> = []
    for value in values {
      let folded = value.lowercased()
      if known[index][folded] == nil, seen.insert(folded).inserted { open.append(value) }
    }
    guard !open.isEmpty else { return }
    for (position, target) in lookups[index].targets.enumerated() {
      try await learn(open, lookup: index, target: target, position: position)
      open.removeAll { known[index][$0.lowercased()] != nil }
      if open.isEmpty { return }
    }
    for value in open { known[index][value.lowercased()] = .missing }
  }

  private func learn(_ values: [String], lookup index: Int, target: LookupPlan.Target, position: Int) async throws {
    let query = KeyQuery(
      client: client, set: target.set, select: [target.primaryKey, target.column.name] + (target.narrowing.map { [$0.column] } ?? []),
      options: [])
    let conditions = values.compactMap { value -> String? in
      guard let typed = ValueConversion.convert(.string(value), to: target.column.type, enumType: nil) else { return nil }
      return "\(target.column.name) eq \(typed.literalText)"
    }
    for row in try await query.rows(matchingAnyOf: conditions) {
      guard let id = row[target.primaryKey]?.stringValue.flatMap({ GUID($0) }), let value = row[target.column.name] else { continue }
      let folded = ValueConversion.text(of: value).lowercased()
      let group = target.narrowing.flatMap { row[$0.column]?.stringValue }.flatMap { GUID($0) }
      switch known[index][folded] {
      case nil: known[index][folded] = target.narrowing == nil ? .found(target: position, id) : .ambiguous(target: position, [(id, group)])
      case .found(_, let other): known[index][folded] = .ambiguous(target: position, [(other, nil), (id, group)])
      case .ambiguous(_, let others): known[index][folded] = .ambiguous(target: position, others + [(id, group)])
      case .missing: break
      }
    }
  }

  /// What a value of a row stands for. Must have been learnt.
  /// - Parameter other: the value of another lookup of the same row, to tell candidates apart.
  func resolve(
    _ value: String, lookup index: Int, other: (Int) -> String?
  ) -> Result<(navigation: String, set: String, id: GUID), MappingFailure> {
    let lookup = lookups[index]
    func done(_ target: Int, _ id: GUID) -> Result<(navigation: String, set: String, id: GUID), MappingFailure> {
      .success((lookup.targets[target].navigation, lookup.targets[target].set, id))
    }
    let folded = PlantedBug.lookupStale.isOn ? known[index].keys.min() ?? value : value.lowercased()
    switch known[index][folded] {
    case .found(let target, let id): return done(target, id)
    case .missing, nil:
      // The published form, without the address of a page behind it (sourced: DW-TI).
      return .failure(
        MappingFailure(message: "Couldn't resolve the guid for the field: \(lookup.label). The lookup was not found: \(value)."))
    case .ambiguous(let target, let candidates):
      if candidates.count == 1 { return done(target, candidates[0].id) }
      if let narrowing = lookup.targets[target].narrowing, let text = other(narrowing.lookup),
        case .found(_, let wanted) = known[narrowing.lookup][text.lowercased()]
      {
        let matching = candidates.filter { $0.group == wanted }
        if matching.count == 1 { return done(target, matching[0].id) }
      }
      return .failure(
        MappingFailure(
          message: "Couldn't resolve the guid for the field: \(lookup.label). The lookup is ambiguous, \(candidates.count) rows of "
            + "\(lookup.targets[target].set) match: \(value)."))
    }
  }
}
