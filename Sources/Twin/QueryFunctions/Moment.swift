import OData

/// A point of the calendar, in UTC, that stretches of time are measured from.
struct Moment: Hashable, Sendable {
  enum Period { case minute, hour, day, week, month, year }

  let time: Timestamp

  init(_ time: Timestamp) { self.time = time }

  var midnight: Moment { Moment(Timestamp(date: time.date)) }
  var startOfHour: Moment { adding(-Int(time.milliseconds - midnight.time.milliseconds) % 3_600_000, milliseconds: 1) }

  /// Weeks begin on Sunday, as a new organization's do [inferred]. The first of January 1970 was a Thursday.
  var startOfWeek: Moment {
    let days = time.date.days
    let weekday = ((days + 4) % 7 + 7) % 7
    return midnight.adding(-weekday, .day)
  }

  var startOfMonth: Moment { Self.day(time.date.civil.year, time.date.civil.month, 1) }
  var startOfYear: Moment { Self.day(time.date.civil.year, 1, 1) }

  /// Months and years keep the day of the month, or take the last one of a shorter month. Beyond the calendar its end is meant.
  func adding(_ count: Int, _ period: Period) -> Moment {
    switch period {
    case .minute: adding(count, milliseconds: 60_000)
    case .hour: adding(count, milliseconds: 3_600_000)
    case .day: adding(count, milliseconds: 86_400_000)
    case .week: adding(count, milliseconds: 604_800_000)
    case .month: addingMonths(count)
    case .year: addingMonths(Self.clamped(count, by: 12))
    }
  }

  private func adding(_ count: Int, milliseconds: Int64) -> Moment {
    let (delta, tooMuch) = Int64(count).multipliedReportingOverflow(by: milliseconds)
    let (sum, tooFar) = time.milliseconds.addingReportingOverflow(tooMuch ? 0 : delta)
    let bound = count < 0 ? Self.first : Self.last
    if tooMuch || tooFar { return bound }
    return count < 0 ? Moment(max(Timestamp(milliseconds: sum), bound.time)) : Moment(min(Timestamp(milliseconds: sum), bound.time))
  }

  private func addingMonths(_ count: Int) -> Moment {
    let (year, month, day) = time.date.civil
    // A hundred thousand years are beyond either end of the calendar.
    let months = year * 12 + month - 1 + min(max(count, -1_200_000), 1_200_000)
    guard months >= 12 else { return Self.first }
    guard months < 10_000 * 12 else { return Self.last }
    let rest = time.milliseconds - midnight.time.milliseconds
    for shorter in 0...3 {
      if let date = CalendarDate(year: months / 12, month: months % 12 + 1, day: day - shorter) {
        return Moment(Timestamp(date: date).adding(milliseconds: rest))
      }
    }
    return Self.last
  }

  private static func clamped(_ count: Int, by factor: Int) -> Int {
    let (product, overflow) = count.multipliedReportingOverflow(by: factor)
    return overflow ? (count < 0 ? Int.min / 2 : Int.max / 2) : product
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> Moment {
    CalendarDate(year: year, month: month, day: day).map { Moment(Timestamp(date: $0)) } ?? last
  }

  /// 0001-01-01 and 9999-12-31.
  private static let first = Moment(Timestamp(date: CalendarDate(days: -719_162)))
  private static let last = Moment(Timestamp(date: CalendarDate(days: 2_932_896)))
}

/// A stretch of time, open at either end or neither.
struct Span: Hashable, Sendable {
  var start: Timestamp?
  var end: Timestamp?
  /// Whether `end` itself belongs to it.
  var includesEnd = false

  static func day(_ midnight: Moment) -> Span { whole(.day, from: midnight) }

  static func whole(_ period: Moment.Period, from start: Moment) -> Span {
    Span(start: start.time, end: start.adding(1, period).time)
  }

  static func last(_ count: Int, _ period: Moment.Period, _ now: Moment) -> Span {
    until(now, from: now.midnight.adding(-count, period))
  }

  static func next(_ count: Int, _ period: Moment.Period, _ now: Moment) -> Span {
    from(now, to: now.midnight.adding(1, .day).adding(count, period))
  }

  static func until(_ now: Moment, from start: Moment) -> Span { Span(start: start.time, end: now.time, includesEnd: true) }
  static func from(_ now: Moment, to end: Moment) -> Span { Span(start: now.time, end: end.time) }
  static func before(_ end: Moment) -> Span { Span(end: end.time) }
}
