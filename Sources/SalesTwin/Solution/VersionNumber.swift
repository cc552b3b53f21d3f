/// A version such as `1.15.0.1`, compared number by number.
struct VersionNumber: Comparable {
  let numbers: [Int]

  /// `nil` for anything but digits and dots.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard !parts.contains(nil) else { return nil }
    numbers = parts.compactMap { $0 }
  }

  static func < (left: VersionNumber, right: VersionNumber) -> Bool { left.numbers.lexicographicallyPrecedes(right.numbers) }
}
