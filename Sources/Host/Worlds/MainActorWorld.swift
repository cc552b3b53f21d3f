import Ambient
import OData
public import Scenarios
public import Twin

/// The place of a world that belongs to somebody else and lives on the main actor: a scenario's, while it runs.
///
/// Answers are byte for byte what they are in process: nobody moves the clock but the world's owner and the time that work takes under
/// service protection, and links begin with the product's own address.
@MainActor
public final class MainActorWorld: WorldDoor {
  private var twins: Twins?

  public init() {}

  /// From now on requests go to these twins; to none for `nil`.
  public func serve(_ twins: Twins?) { self.twins = twins }

  @MainActor public func handle(_ request: WorldRequest) async -> TwinAnswer? {
    guard let twins, let answer = twins.doors.first(where: { $0.owns(request.request.target) })?.handle(request.request) else { return nil }
    if answer.takesMilliseconds > 0 { twins.clock.advance(milliseconds: answer.takesMilliseconds) }
    return answer
  }
}
