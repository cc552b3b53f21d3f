import OData
import Testing

@testable import SyncEngine

struct ScheduleTests {
  private func schedule(_ every: String, _ start: String, _ end: String? = nil) throws -> Schedule {
    Schedule(
      every: try #require(Recurrence(every)), from: try #require(Timestamp(start)), until: try end.map { try #require(Timestamp($0)) })
  }

  @Test(
    "Moments are counted from the start, in every unit of the product",
    arguments: [
      ("1 minute", "2018-04-03T08:00:00Z", ["2018-04-03T08:00:00Z", "2018-04-03T08:01:00Z", "2018-04-03T08:02:00Z"]),
      ("90 minutes", "2018-04-03T08:00:00Z", ["2018-04-03T08:00:00Z", "2018-04-03T09:30:00Z", "2018-04-03T11:00:00Z"]),
      ("12 hours", "2018-04-03T08:00:00Z", ["2018-04-03T08:00:00Z", "2018-04-03T20:00:00Z", "2018-04-04T08:00:00Z"]),
      ("1 day", "2018-02-28T08:00:00Z", ["2018-02-28T08:00:00Z", "2018-03-01T08:00:00Z", "2018-03-02T08:00:00Z"]),
      ("2 weeks", "2018-04-03T08:00:00Z", ["2018-04-03T08:00:00Z", "2018-04-17T08:00:00Z", "2018-05-01T08:00:00Z"]),
      ("1 month", "2018-01-31T08:00:00Z", ["2018-01-31T08:00:00Z", "2018-02-28T08:00:00Z", "2018-03-31T08:00:00Z"]),
      ("5 months", "2018-10-31T08:00:00Z", ["2018-10-31T08:00:00Z", "2019-03-31T08:00:00Z", "2019-08-31T08:00:00Z"]),
      ("12 months", "2020-02-29T00:00:00Z", ["2020-02-29T00:00:00Z", "2021-02-28T00:00:00Z", "2022-02-28T00:00:00Z"]),
    ])
  func moments(every: String, start: String, moments: [String]) throws {
    let schedule = try schedule(every, start)
    #expect((0..<3).map { "\(schedule.moment($0))" } == moments)
    for (index, moment) in try moments.map({ try #require(Timestamp($0)) }).enumerated() {
      #expect(schedule.count(through: moment) == index + 1)
      #expect(schedule.count(through: moment.adding(milliseconds: -1)) == index)
      #expect(schedule.next(after: moment.adding(milliseconds: -1)) == moment)
    }
  }

  @Test("The end is the last moment a run may begin")
  func end() throws {
    let schedule = try schedule("1 hour", "2018-04-03T08:00:00Z", "2018-04-03T10:00:00Z")
    #expect(schedule.count(through: Timestamp(milliseconds: .max / 2)) == 3)
    #expect(schedule.next(after: schedule.moment(1)) == schedule.end)
    #expect(schedule.next(after: schedule.moment(2)) == nil)
  }

  @Test("A recurrence reads as it is written", arguments: ["1 minute", "5 minutes", "1 hour", "1 day", "2 weeks", "1 month"])
  func text(text: String) { #expect(Recurrence(text)?.description == text) }

  @Test("What is less than a minute, or no length of time, is no recurrence", arguments: ["0 minutes", "30 seconds", "1", "-1 days", "x"])
  func noRecurrence(text: String) { #expect(Recurrence(text) == nil) }
}
