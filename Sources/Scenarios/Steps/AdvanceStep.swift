import Ambient
import StrictYAML

/// `advance: 1 day`: moves the virtual clock forward.
struct AdvanceStep: StepKind {
  static let keyword = "advance"
  static let keys: [String] = []
  static let summary = "move the virtual clock forward"

  let milliseconds: Int64

  init?(_ map: MapReader, _ context: ReadingContext) {
    guard let read = VirtualDuration.read(Self.keyword, of: map, context) else { return nil }
    milliseconds = read.duration.milliseconds
  }

  func perform(_ run: ScenarioRun) async throws { run.world.clock.advance(milliseconds: milliseconds) }
}
