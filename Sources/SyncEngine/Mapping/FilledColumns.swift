import OData

/// Which columns of a row had a value, by position among the columns of its task.
///
/// A column that is blank now is told to the destination only where it had a value before. Blanks that were never anything else must
/// not travel: the destination has put its own defaults there (an order's delivery address from its customer), and a later update of
/// another field would wipe them out.
struct FilledColumns: Hashable, Sendable {
  let bits: UInt64

  /// The columns from this one on share a bit.
  private static let lastBit = 63

  init(bits: UInt64) { self.bits = bits }

  init(_ values: [Value]) {
    var bits: UInt64 = 0
    for (index, value) in values.enumerated() where !value.isNull { bits |= 1 << UInt64(min(index, Self.lastBit)) }
    self.bits = bits
  }

  static let none = FilledColumns(bits: 0)

  func union(_ other: FilledColumns) -> FilledColumns { FilledColumns(bits: bits | other.bits) }

  func contains(_ column: Int) -> Bool { bits & (1 << UInt64(min(column, Self.lastBit))) != 0 }
}
