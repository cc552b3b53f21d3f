import PlantedBugs

/// Replaces a source value by the mapped value (sourced: CDSI-17). Keys match without regard to case (inferred); the empty key stands
/// for a blank source (sourced behaviour: QUO, ORD2); a value that is not in the map goes through unchanged (proposed).
public struct ValueMapTransform: Hashable, Sendable {
  public static let typeName = "ValueMap"

  /// Folded key → value.
  private let entries: [String: String]
  /// What a blank source becomes; `nil` where the map has no blank key.
  public let blankValue: String?

  public init(_ entries: [String: String]) {
    var folded: [String: String] = [:]
    for key in entries.keys.sorted() where !key.isBlank { folded[key.lowercased()] = entries[key] }
    self.entries = folded
    blankValue = entries.keys.sorted().first { $0.isBlank }.flatMap { entries[$0] }
  }

  /// The same map with entries added or replaced.
  public func merging(_ others: [String: String]) -> ValueMapTransform {
    var all = pairs
    for (key, value) in others { all[key.lowercased()] = value }
    return ValueMapTransform(all)
  }

  /// Folded key → value, the blank key included.
  public var pairs: [String: String] {
    var all = entries
    if let blankValue { all[""] = blankValue }
    return all
  }

  func applied(to text: String) -> String {
    if PlantedBug.valueMapSkipped.isOn { return text }
    if text.isBlank { return blankValue ?? text }
    return entries[text] ?? entries[text.lowercased()] ?? text
  }
}
