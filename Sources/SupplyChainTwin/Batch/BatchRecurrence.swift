import OData

/// When a batch job runs again.
enum BatchRecurrence: String {
  case none = "None"
  case minutes = "Minutes"
  case hours = "Hours"
  case days = "Days"

  /// Milliseconds from one start to the next; `nil` where there is no next.
  func distance(_ interval: Int64) -> Int64? {
    switch self {
    case .none: nil
    case .minutes: interval * 60_000
    case .hours: interval * 3_600_000
    case .days: interval * 86_400_000
    }
  }
}
