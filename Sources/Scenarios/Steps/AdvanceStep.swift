import Ambient
import StrictYAML

/// `advance: 1 day`: moves the virtual clock forward.
struct AdvanceStep: StepKind {
  static let keyword = "advance"
  static let keys: [String] = []
  static let summary = "move the virtual clock forward"

  let milliseconds: Int64

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let text = map.requiredText(Self.keyword) else { return nil }
    guard let duration = VirtualDuration(text.text) else {
      context.report(
        text.position, "'\(text.text)' is no duration; write a number and a unit, such as 30 seconds, 5 minutes, 2 hours, 1 day")
      return nil
    }
    milliseconds = duration.milliseconds
  }

  func perform(_ run: ScenarioRun) async throws { run.world.clock.advance(milliseconds: milliseconds) }
}
