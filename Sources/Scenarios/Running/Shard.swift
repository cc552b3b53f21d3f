/// One of several machines that share a run: `2/8` is the second of eight.
public struct Shard: Hashable, Sendable, CustomStringConvertible {
  /// From 0.
  public let index: Int
  public let count: Int

  /// `nil` for anything but two whole numbers with a slash, the first from 1 to the second.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]), number >= 1, number <= count, count <= 10_000 else {
      return nil
    }
    index = number - 1
    self.count = count
  }

  public var description: String { "\(index + 1)/\(count)" }
}
