import OData

/// Which business keys are at the destination, learned from all of them at once where they are few.
///
/// Where many rows are new to the ledger, as in a first load, they would be looked for sixty at a time and mostly not be found. One request
/// for the first keys there are tells that at once where there are no more. What this run makes is entered; what others make meanwhile is
/// not, and comes to light when the service refuses the key as taken, which is looked into as ever.
final class KeysAtDestination {
  /// More keys than these are not read: so many come in one page, and cost about what a few looks do.
  private static let readMax = 1000
  /// Fewer new rows than these are looked for as ever.
  private static let newRowsMin = 500

  private var wasAsked = false
  /// Sums of all keys; `nil` where they are not known, or too many. Two keys of one sum cost a look that finds nothing.
  private var sums: Set<UInt64>?

  /// Whether `mayHold` knows of every key. Asks for them where that is worth it, once.
  /// - Parameters:
  ///   - new: how many rows are not known to be there.
  ///   - query: asks for keys.
  ///   - common: a filter that all of them match.
  func isKnown(new: Int, _ query: KeyQuery, key: [TaskPlan.KeyPart], and common: String?) async throws -> Bool {
    if !wasAsked, new >= Self.newRowsMin {
      wasAsked = true
      if let rows = try await query.first(Self.readMax, and: common) {
        let keys = rows.compactMap { KeyText.folded($0, key) }
        // A row whose key cannot be read is one that nothing is known of.
        if keys.count == rows.count { sums = Set(keys.map(Self.sum)) }
      }
    }
    return sums != nil
  }

  /// - Returns: `false` for a key that is surely not there.
  func mayHold(_ key: String) -> Bool { sums?.contains(Self.sum(key)) ?? true }

  /// A row is about to be written.
  func enter(_ key: String) { sums?.insert(Self.sum(key)) }

  private static func sum(_ key: String) -> UInt64 {
    var sum = Checksum()
    sum.add(key)
    return sum.value
  }
}
