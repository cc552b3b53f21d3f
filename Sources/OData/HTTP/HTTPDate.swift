/// Moments as HTTP headers write them (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
public enum HTTPDate {
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

  /// To the second; what is finer is left out.
  public static func text(_ time: Timestamp) -> String {
    let date = time.date.civil
    let seconds = Int(time.milliseconds / 1000 % 86_400)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    let weekday = weekdays[Int(time.milliseconds / 86_400_000 % 7)]
    return "\(weekday), \(two(date.day)) \(months[date.month - 1]) \(date.year) \(clock) GMT"
  }

  /// Reads the form that senders must write; `nil` for anything else, the two obsolete forms included.
  public static func moment(_ text: String) -> Timestamp? {
    let words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard words.count == 6, words[5] == "GMT", words[0].hasSuffix(","), weekdays.contains(String(words[0].dropLast())),
      let day = Int(words[1]), let month = months.firstIndex(of: words[2]), let year = Int(words[3]),
      let date = CalendarDate(year: year, month: month + 1, day: day)
    else { return nil }
    let clock = words[4].split(separator: ":", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0..<61).contains(clock[2]) else { return nil }
    return Timestamp(date: date, hour: clock[0], minute: clock[1], second: clock[2])
  }
}
