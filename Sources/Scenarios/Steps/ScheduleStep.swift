import Ambient
import OData
import StrictYAML
import SyncEngine

/// `schedule: accounts`, `every: 1 hour`: schedules a project; `every: never` takes it off, `copies: 50` makes fifty of it.
/// `followSchedules` lets the time pass.
struct ScheduleStep: StepKind {
  static let keyword = "schedule"
  static let keys = ["project", "copies", "every", "start", "end", "overrides", "consent", "notify"]
  static let summary = "put a project on schedule, or take it off"

  let request: ProjectRequest
  let recurrence: Recurrence?
  let start: Timestamp?
  let end: Timestamp?
  /// How many projects of that kind, numbered in their names; `nil` for the one alone.
  let copies: Int?

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let request = RunStep.request(map, Self.keyword, context), let every = map.requiredText("every") else { return nil }
    self.request = request
    recurrence = Recurrence(every.text)
    if recurrence == nil, every.text != "never" {
      context.report(every.position, "'\(every.text)' is no recurrence; write a number and a unit, such as 5 minutes or 1 month, or never")
    }
    func moment(_ key: String) -> Timestamp? {
      guard let text = map.text(key) else { return nil }
      if let time = Timestamp(text.text) { return time }
      context.report(text.position, "'\(text.text)' is no moment; write 2018-04-03T08:00:00Z")
      return nil
    }
    start = moment("start")
    end = moment("end")
    copies = map.integer("copies")
    if let copies, !(1...1000).contains(copies) {
      context.report(map.keyPosition("copies"), "'copies' is a number from 1 to 1000, not \(copies)")
    }
  }

  func perform(_ run: ScenarioRun) async throws {
    let schedule = recurrence.map { Schedule(every: $0, from: start ?? run.world.clock.now, until: end) }
    guard let copies else { return try run.schedule(request, schedule) }
    for number in 1...copies {
      var copy = request
      copy.name += " \(number)"
      try run.schedule(copy, schedule)
    }
  }
}
