import StrictYAML

/// A length of time in words: `90 seconds`, `1 day`.
struct VirtualDuration: Hashable, Sendable {
  let milliseconds: Int64

  private static let units: [(name: String, milliseconds: Int64)] = [
    ("millisecond", 1), ("second", 1000), ("minute", 60_000), ("hour", 3_600_000), ("day", 86_400_000), ("week", 604_800_000),
  ]
  /// A century: beyond it something else was meant.
  private static let millisecondsMax: Int64 = 3_155_760_000_000

  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 2, let count = Int64(words[0]), count >= 0,
      let unit = Self.units.first(where: { words[1] == $0.name || words[1] == $0.name + "s" })
    else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
    guard !overflow, product <= Self.millisecondsMax else { return nil }
    milliseconds = product
  }

  /// The duration under a key of a step, and where it stands; reports one that is missing or none.
  static func read(_ key: String, of map: MapReader, _ context: ReadingContext) -> (duration: VirtualDuration, position: SourcePosition)? {
    guard let text = map.requiredText(key) else { return nil }
    guard let duration = VirtualDuration(text.text) else {
      context.report(
        text.position, "'\(text.text)' is no duration; write a number and a unit, such as 30 seconds, 5 minutes, 2 hours, 1 day")
      return nil
    }
    return (duration, text.position)
  }
}
