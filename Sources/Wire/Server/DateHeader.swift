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
      if written.second != second { written = (second, HTTPDate.text(now)) }
      return written.text
    }
  }
}
