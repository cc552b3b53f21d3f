import Ambient
import OData

/// How the clock of a hosted world goes: along with the machine's, some time ahead or behind, or not at all.
struct HostedClock: Hashable, Sendable {
  var isFrozen: Bool
  /// How far the world's time is ahead of the machine's, in milliseconds, while it goes.
  var ahead: Int64

  init(isFrozen: Bool, ahead: Int64) {
    self.isFrozen = isFrozen
    self.ahead = ahead
  }

  /// Brings the world's clock to where it should be. It never goes back: where something has moved it on (a fault that lets
  /// virtual time pass, a machine whose clock was set back), it goes on from there.
  mutating func follow(_ machine: Timestamp, _ clock: VirtualClock) {
    if isFrozen { return }
    let due = machine.milliseconds + ahead
    if due >= clock.now.milliseconds {
      clock.advance(milliseconds: due - clock.now.milliseconds)
    } else {
      ahead = clock.now.milliseconds - machine.milliseconds
    }
  }

  mutating func freeze() { isFrozen = true }

  /// Goes on from where the clock stands.
  mutating func unfreeze(_ machine: Timestamp, _ clock: VirtualClock) {
    isFrozen = false
    ahead = clock.now.milliseconds - machine.milliseconds
  }

  init?(_ json: JSON?) {
    guard let frozen = json?["frozen"]?.boolValue, let ahead = json?["aheadMilliseconds"]?.numberValue?.exactInt64 else { return nil }
    self.init(isFrozen: frozen, ahead: ahead)
  }

  var json: JSON { ["frozen": .bool(isFrozen), "aheadMilliseconds": .number(ExactDecimal(ahead))] }
}
