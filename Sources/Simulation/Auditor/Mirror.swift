import OData

/// A record of one system and its copy in the other.
///
/// Of the copy the auditor knows a set of states it may be in: usually one; several where it cannot be told whether a run of the engine has
/// brought a change over.
struct Mirror: Hashable {
  struct Copy: Hashable {
    /// What the copy holds, by the source's fields; `nil` where there is none yet.
    var fields: [String: JSON]?
    /// What the engine brought over last.
    var carried: [String: JSON]?
  }

  /// The source's fields; `nil` once it is deleted.
  private(set) var source: [String: JSON]?
  private(set) var copies: Set<Copy> = [Copy()]
  /// The account a contact belongs to: without it there it cannot go.
  let account: String?

  init(_ source: [String: JSON], account: String?, isCopied: Bool = false) {
    self.source = source
    self.account = account
    if isCopied { copies = [Copy(fields: source, carried: source)] }
  }

  var mayBeThere: Bool { copies.contains { $0.fields != nil } }
  var isThere: Bool { copies.allSatisfy { $0.fields != nil } }

  mutating func change(_ field: String, _ value: JSON) { source?[field] = value }

  mutating func delete() { source = nil }

  /// Somebody edits the copy, which is there.
  mutating func editCopy(_ field: String, _ value: JSON) {
    copies = Set(
      copies.compactMap { copy in
        guard var fields = copy.fields else { return nil }
        fields[field] = value
        return Copy(fields: fields, carried: copy.carried)
      })
  }

  /// Somebody deletes the copy, which is there.
  mutating func deleteCopy() {
    copies = Set(copies.compactMap { copy in copy.fields.map { _ in Copy(fields: nil, carried: copy.carried) } })
  }

  /// A run of the engine: a source that has changed since the last one is brought over whole, whatever was edited there. What has not
  /// changed stays as it is, unless everything is run again.
  /// - Parameter isCertain: whether it can be told that the row came through.
  mutating func run(allData: Bool, isCertain: Bool) {
    guard let source else { return }
    let after = copies.flatMap { copy -> [Copy] in
      guard copy.carried != source || allData else { return [copy] }
      var outcomes = [Copy(fields: source, carried: source)]
      for (field, value) in source where value.isNull {
        let left = copy.fields?[field] ?? .null
        let kept = outcomes.map { outcome in
          var kept = outcome
          kept.fields?[field] = left
          return kept
        }
        switch copy.carried?[field] {
        // What was never filled is not told.
        case .some(.null): outcomes = kept
        case .some: break
        // Nobody has entered what was there from the beginning.
        case .none: outcomes += kept
        }
      }
      return outcomes
    }
    if isCertain {
      copies = Set(after)
    } else {
      // A row that failed is tried again at the next run, whatever is edited until then.
      if allData { copies.formUnion(copies.map { Copy(fields: $0.fields, carried: nil) }) }
      copies.formUnion(after)
    }
  }

  /// A run of the engine that finds copies edited when it comes to write them, or not.
  mutating func run(against field: String, _ value: JSON, isCertain: Bool) {
    var edited = self
    // Only what is written is edited.
    edited.copies = copies.filter { $0.fields != nil && $0.carried != source }
    edited.editCopy(field, value)
    edited.run(allData: false, isCertain: isCertain)
    run(allData: false, isCertain: isCertain)
    copies.formUnion(edited.copies)
  }

  /// Every value the copy may hold, in a fixed order; `nil` where it may not be there at all.
  func allowed(_ field: String) -> [JSON]? {
    let values = copies.map { $0.fields?[field] }
    guard values.allSatisfy({ $0 != nil }) else { return nil }
    return Set(values.compactMap { $0 }).sorted { $0.text < $1.text }
  }
}
