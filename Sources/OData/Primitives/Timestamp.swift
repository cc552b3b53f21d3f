/// A moment, to the millisecond, in UTC: `Edm.DateTimeOffset`.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
  public let milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  public init(date: CalendarDate, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0) {
    let seconds = Int64(date.days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    self.milliseconds = seconds * 1000 + Int64(millisecond)
  }

  /// The calendar day in UTC.
  public var date: CalendarDate { CalendarDate(days: Int(milliseconds.flooredQuotient(86_400_000))) }

  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

  public func adding(seconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + seconds * 1000) }
  public func adding(milliseconds delta: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + delta) }
}

extension Timestamp: LosslessStringConvertible {
  /// Reads `2017-07-31T12:00:00Z`, with optional seconds, fraction and offset (`+02:00`). Digits of the fraction
  /// beyond milliseconds are cut.
  public init?(_ text: String) {
    var scanner = DigitScanner(text)
    guard let date = scanner.date(), scanner.skip(UInt8(ascii: "T")) || scanner.skip(UInt8(ascii: "t")),
      let hour = scanner.number(2), scanner.skip(UInt8(ascii: ":")), let minute = scanner.number(2),
      hour < 24, minute < 60
    else { return nil }
    var second = 0
    var millisecond = 0
    if scanner.skip(UInt8(ascii: ":")) {
      guard let value = scanner.number(2), value < 60 else { return nil }
      second = value
      if scanner.skip(UInt8(ascii: ".")) {
        guard let fraction = scanner.milliseconds() else { return nil }
        millisecond = fraction
      }
    }
    guard let offset = scanner.offsetMinutes(), scanner.isAtEnd else { return nil }
    let local = Timestamp(date: date, hour: hour, minute: minute, second: second, millisecond: millisecond)
    self.init(milliseconds: local.milliseconds - Int64(offset) * 60_000)
  }

  /// `2017-07-31T12:00:00Z`; milliseconds appear only where there are any.
  public var description: String {
    let date = date
    let rest = Int(milliseconds.flooredRemainder(86_400_000))
    let (seconds, millis) = (rest / 1000, rest % 1000)
    return String(unsafeUninitializedCapacity: DigitWriter.dateDigitsMax + 14) { buffer in
      var writer = DigitWriter(buffer: buffer)
      writer.put(date)
      writer.put(UInt8(ascii: "T"))
      writer.put(seconds / 3600, digits: 2)
      writer.put(UInt8(ascii: ":"))
      writer.put(seconds / 60 % 60, digits: 2)
      writer.put(UInt8(ascii: ":"))
      writer.put(seconds % 60, digits: 2)
      if millis != 0 {
        writer.put(UInt8(ascii: "."))
        writer.put(millis, digits: 3)
      }
      writer.put(UInt8(ascii: "Z"))
      return writer.count
    }
  }
}

/// A day without a time: `Edm.Date`, in the proleptic Gregorian calendar.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; negative before.
  public let days: Int

  public init(days: Int) { self.days = days }

  /// `nil` for a day that does not exist, such as 30 February.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    // Days from civil, after Howard Hinnant's public-domain note on calendar algorithms.
    let y = month <= 2 ? year - 1 : year
    let era = y.flooredQuotient(400)
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.days = era * 146_097 + dayOfEra - 719_468
    let back = civil
    guard back.year == year, back.month == month, back.day == day else { return nil }
  }

  public var civil: (year: Int, month: Int, day: Int) {
    let z = days + 719_468
    let era = z.flooredQuotient(146_097)
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let mp = (5 * dayOfYear + 2) / 153
    let month = mp < 10 ? mp + 3 : mp - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * mp + 2) / 5 + 1)
  }

  public static func < (a: CalendarDate, b: CalendarDate) -> Bool { a.days < b.days }
}

extension CalendarDate: LosslessStringConvertible {
  /// Reads `2017-07-31`.
  public init?(_ text: String) {
    var scanner = DigitScanner(text)
    guard let date = scanner.date(), scanner.isAtEnd else { return nil }
    self = date
  }

  public var description: String {
    String(unsafeUninitializedCapacity: DigitWriter.dateDigitsMax) { buffer in
      var writer = DigitWriter(buffer: buffer)
      writer.put(self)
      return writer.count
    }
  }
}

/// Writes padded numbers into the storage of a string: dates are printed for every row that is read.
private struct DigitWriter {
  /// A year of any `Int`, with sign, and `-mm-dd`.
  static let dateDigitsMax = 26

  let buffer: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

  mutating func put(_ byte: UInt8) {
    buffer[count] = byte
    count += 1
  }

  /// - Parameter digits: the least number of digits; a longer number keeps all of its own.
  mutating func put(_ number: Int, digits: Int) {
    if number < 0 { put(UInt8(ascii: "-")) }
    let magnitude = number.magnitude
    var divisor: UInt = 1
    for _ in 1..<digits { divisor *= 10 }
    while magnitude / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      put(UInt8(magnitude / divisor % 10) + 0x30)
      divisor /= 10
    }
  }

  mutating func put(_ date: CalendarDate) {
    let (year, month, day) = date.civil
    put(year, digits: 4)
    put(UInt8(ascii: "-"))
    put(month, digits: 2)
    put(UInt8(ascii: "-"))
    put(day, digits: 2)
  }
}

extension BinaryInteger {
  func flooredQuotient(_ divisor: Self) -> Self {
    let (q, r) = quotientAndRemainder(dividingBy: divisor)
    return r != 0 && (r < 0) != (divisor < 0) ? q - 1 : q
  }

  func flooredRemainder(_ divisor: Self) -> Self {
    let rest = self % divisor
    return rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest
  }
}

private struct DigitScanner {
  let bytes: [UInt8]
  var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { position == bytes.count }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  mutating func number(_ width: Int) -> Int? {
    guard position + width <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<position + width] {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    position += width
    return value
  }

  mutating func date() -> CalendarDate? {
    guard let year = number(4), skip(UInt8(ascii: "-")), let month = number(2), skip(UInt8(ascii: "-")), let day = number(2)
    else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }

  mutating func milliseconds() -> Int? {
    var value = 0
    var count = 0
    while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 {
      if count < 3 { value = value * 10 + Int(bytes[position] - 0x30) }
      count += 1
      position += 1
    }
    guard count > 0 else { return nil }
    for _ in count..<max(3, count) { value *= 10 }
    return value
  }

  /// `Z` or `±hh:mm`.
  mutating func offsetMinutes() -> Int? {
    if skip(UInt8(ascii: "Z")) || skip(UInt8(ascii: "z")) { return 0 }
    let negative = skip(UInt8(ascii: "-"))
    guard negative || skip(UInt8(ascii: "+")), let hours = number(2), skip(UInt8(ascii: ":")), let minutes = number(2),
      hours <= 14, minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * (negative ? -1 : 1)
  }
}
