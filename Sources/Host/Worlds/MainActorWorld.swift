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
  private var time: MachineTime?
  /// The machine's time of the last request, where the world's clock goes along with it.
  private var last: Timestamp?

  public init() {}

  /// From now on the clocks of worlds with service protection go along with the machine's while requests come: whoever sends them waits
  /// by a clock of its own.
  public func follow(_ time: MachineTime) { self.time = time }

  /// From now on requests go to these twins; to none for `nil`.
  public func serve(_ twins: Twins?) {
    self.twins = twins
    last = nil
  }

  @MainActor public func handle(_ request: WorldRequest) async -> TwinAnswer? {
    letTimePass()
    guard let twins, let answer = twins.doors.first(where: { $0.owns(request.request.target) })?.handle(request.request) else { return nil }
    if answer.takesMilliseconds > 0 { twins.clock.advance(milliseconds: answer.takesMilliseconds) }
    return answer
  }

  private func letTimePass() {
    guard let time, let twins, twins.doors.contains(where: { $0.service.limits != nil }) else { return }
    let now = time.now()
    if let last, now > last { twins.clock.advance(milliseconds: now.milliseconds - last.milliseconds) }
    last = now
  }
}
