public import OData

/// When a project runs by itself: from a start on, at equal distances, for ever or up to an end (sourced: DI-25).
///
/// Moments are counted from the start, never from the last run, so that a late run does not push the next one back. A month has as many
/// days as it has: what starts on the 31st runs on the last day of shorter months, and on the 31st again after that (proposed).
public struct Schedule: Hashable, Sendable {
  public let recurrence: Recurrence
  public let start: Timestamp
  /// The last moment a run may begin; `nil` for ever.
  public let end: Timestamp?

  public init(every recurrence: Recurrence, from start: Timestamp, until end: Timestamp? = nil) {
    self.recurrence = recurrence
    self.start = start
    self.end = end
  }

  /// The moment of that number, counted from 0, whether or not it lies behind the end.
  public func moment(_ index: Int) -> Timestamp {
    if let step = milliseconds { return start.adding(milliseconds: step * Int64(index)) }
    let (year, month, day) = start.date.civil
    let months = month - 1 + index * recurrence.count
    let time = start.milliseconds - Int64(start.date.days) * 86_400_000
    var dayOfMonth = day
    while dayOfMonth > 28, CalendarDate(year: year + months / 12, month: months % 12 + 1, day: dayOfMonth) == nil { dayOfMonth -= 1 }
    guard let date = CalendarDate(year: year + months / 12, month: months % 12 + 1, day: dayOfMonth) else {
      // Behind the end of the calendar.
      return Timestamp(milliseconds: .max)
    }
    return Timestamp(milliseconds: Int64(date.days) * 86_400_000 + time)
  }

  /// How many moments there are up to `time`, that one included.
  func count(through time: Timestamp) -> Int {
    let last = end.map { min($0, time) } ?? time
    guard last >= start else { return 0 }
    if let step = milliseconds { return Int((last.milliseconds - start.milliseconds) / step) + 1 }
    let (year, month, _) = start.date.civil
    let (lastYear, lastMonth, _) = last.date.civil
    let index = ((lastYear - year) * 12 + lastMonth - month) / recurrence.count
    return moment(index) <= last ? index + 1 : index
  }

  /// The first moment behind `time`; `nil` where the schedule has ended by then.
  public func next(after time: Timestamp) -> Timestamp? {
    let next = moment(time < start ? 0 : unboundedCount(through: time))
    return end.map { next <= $0 } ?? true ? next : nil
  }

  private func unboundedCount(through time: Timestamp) -> Int { Schedule(every: recurrence, from: start).count(through: time) }

  /// Milliseconds from one moment to the next; `nil` for months, which differ.
  private var milliseconds: Int64? {
    let minute: Int64 = 60_000
    let count = Int64(recurrence.count)
    return switch recurrence.unit {
    case .minute: count * minute
    case .hour: count * 60 * minute
    case .day: count * 24 * 60 * minute
    case .week: count * 7 * 24 * 60 * minute
    case .month: nil
    }
  }
}
