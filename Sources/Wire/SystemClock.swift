public import Ambient
import FoundationEssentials
public import Host
public import OData

/// The machine's own clock, for services that face real time. Only `Wire` and the executables may use it.
public final class SystemClock: WorldClock {
  public init() {}

  public var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

  public func sleep(milliseconds: Int64) async throws { try await Task.sleep(for: .milliseconds(milliseconds)) }
}

extension MachineTime {
  /// The time of the machine this runs on.
  public static let machine = MachineTime(
    now: { SystemClock().now }, sleep: { try await SystemClock().sleep(milliseconds: $0) })
}
