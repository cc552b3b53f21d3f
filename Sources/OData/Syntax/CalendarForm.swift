/// Dates and timestamps the standard allows and `CalendarDate` cannot hold: years before 1 and after 9999, and leap seconds.
enum CalendarForm {
  /// The type of such a text; `nil` for anything else, days and hours that do not exist among it.
  static func type(ofOutlying bytes: ArraySlice<UInt8>) -> String? {
    var rest = bytes
    func skip(_ byte: UInt8) -> Bool {
      guard rest.first == byte else { return false }
      rest.removeFirst()
      return true
    }
    func number(_ digits: Int, upTo greatest: Int) -> Int? {
      let text = rest.prefix(digits)
      guard text.count == digits, text.allSatisfy({ SyntaxReader.isDigit($0) }) else { return nil }
      rest.removeFirst(digits)
      let number = text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      return number <= greatest ? number : nil
    }
    let isNegative = skip(UInt8(ascii: "-"))
    let year = rest.prefix { SyntaxReader.isDigit($0) }
    rest.removeFirst(year.count)
    guard year.count == 4 || year.count > 4 && year.first != UInt8(ascii: "0"),
      skip(UInt8(ascii: "-")), let month = number(2, upTo: 12), month > 0, skip(UInt8(ascii: "-")), let day = number(2, upTo: 31), day > 0
    else { return nil }
    let isOutlying = isNegative || year.count > 4 || year.allSatisfy { $0 == UInt8(ascii: "0") }
    if rest.isEmpty { return isOutlying ? "Edm.Date" : nil }
    guard skip(UInt8(ascii: "T")) || skip(UInt8(ascii: "t")), number(2, upTo: 23) != nil, skip(UInt8(ascii: ":")),
      number(2, upTo: 59) != nil
    else { return nil }
    var second = 0
    if skip(UInt8(ascii: ":")) {
      guard let given = number(2, upTo: 60) else { return nil }
      second = given
      if skip(UInt8(ascii: ".")) {
        let fraction = rest.prefix { SyntaxReader.isDigit($0) }
        guard (1...12).contains(fraction.count) else { return nil }
        rest.removeFirst(fraction.count)
      }
    }
    guard isOutlying || second == 60 && CalendarDate(year: year.reduce(0) { $0 * 10 + Int($1 - 0x30) }, month: month, day: day) != nil
    else {
      return nil
    }
    if skip(UInt8(ascii: "Z")) || skip(UInt8(ascii: "z")) { return rest.isEmpty ? "Edm.DateTimeOffset" : nil }
    guard skip(UInt8(ascii: "+")) || skip(UInt8(ascii: "-")), number(2, upTo: 23) != nil, skip(UInt8(ascii: ":")),
      number(2, upTo: 59) != nil
    else { return nil }
    return rest.isEmpty ? "Edm.DateTimeOffset" : nil
  }
}
