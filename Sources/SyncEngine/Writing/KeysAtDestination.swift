import OData

/// Which business keys are at the destination, learned from all of them at once where they are few.
///
/// Where many rows are new to the ledger, as in a first load, they would be looked for sixty at a time and mostly not be found. One request
/// for the first keys there are tells that at once where there are no more. What this run makes is entered; what others make meanwhile is
/// not, and comes to light when the service refuses the key as taken, which is looked into as ever.
final class KeysAtDestination {
  private enum Knowledge {
    case none
    /// Hashes of all keys. Two keys of one hash cost a look that finds nothing.
    case all(Set<UInt64>)
    case tooMany
  }

  /// More keys than these are not read: so many come in one page, and cost about what a few looks do.
  static let readMax = 1000
  /// Fewer new rows than these are looked for as ever.
  static let newRowsMin = 500

  private var knowledge = Knowledge.none

  /// Whether rows must be looked for to know whether they are there.
  /// - Parameters:
  ///   - new: how many rows are not known to be there.
  ///   - query: asks for keys.
  ///   - common: a filter that all of them match.
  /// - Returns: whether `mayHold` can be asked.
  func isKnown(new: Int, _ query: KeyQuery, key: [TaskPlan.KeyPart], and common: String?) async throws -> Bool {
    if case .none = knowledge, new >= Self.newRowsMin {
      let rows = try await query.first(Self.readMax, and: common)
      let keys = rows?.compactMap { KeyText.folded($0, key) }
      // A row whose key cannot be read is one that nothing is known of.
      knowledge = if let rows, let keys, keys.count == rows.count { .all(Set(keys.map(Self.hash))) } else { .tooMany }
    }
    if case .all = knowledge { return true }
    return false
  }

  /// - Returns: `false` for a key that is surely not there.
  func mayHold(_ key: String) -> Bool {
    guard case .all(let keys) = knowledge else { return true }
    return keys.contains(Self.hash(key))
  }

  /// A row was written, or may have been.
  func enter(_ key: String) {
    guard case .all(var keys) = knowledge else { return }
    knowledge = .none
    keys.insert(Self.hash(key))
    knowledge = .all(keys)
  }

  private static func hash(_ key: String) -> UInt64 { ContentHash(Array(key.utf8)).low }
}
