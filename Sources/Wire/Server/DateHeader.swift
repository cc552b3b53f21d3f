import OData
import Synchronization

/// The `Date` of answers (RFC 9110, 5.6.7), written once a second.
final class DateHeader: Sendable {
  private let written = Mutex<(second: Int64, text: String)>((.min, ""))

  /// For example `Sun, 06 Nov 1994 08:49:37 GMT`.
  func text() -> String {
    let now = SystemClock().now
    let second = now.milliseconds / 1000
    return written.withLock { written in
      if written.second != second { written = (second, Self.format(now)) }
      return written.text
    }
  }

  static func format(_ time: Timestamp) -> String {
    let date = time.date.civil
    let seconds = Int(time.milliseconds / 1000 % 86_400)
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(time.milliseconds / 86_400_000 % 7)]
    let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][date.month - 1]
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    return "\(weekday), \(two(date.day)) \(month) \(date.year) \(clock) GMT"
  }
}
