public import OData
import Scenarios
public import Twin

/// How a host is set up.
public struct HostOptions: Sendable {
  /// Clients come over TLS: links begin with `https`.
  public var isSecure = false
  /// The world of requests that name none.
  public var defaultWorld = "default"
  /// Most worlds at a time.
  public var worldsMax = 32
  /// Requests each world's log keeps; 0 for none.
  public var logCapacity = 1000
  /// Baselines that worlds can be made from.
  public var baselines: [BaselineSource] = []
  /// What real environments have beyond the built-in tables and entities, for all worlds; docs/own-metadata.md.
  public var salesMetadata: OwnMetadata?
  public var supplyChainMetadata: OwnMetadata?
  /// Who may use the control plane.
  public var control = ControlAccess.open
  /// Version of the program, for the control plane to tell.
  public var version = ProgramVersion.current
  /// Where worlds are kept; in memory without one.
  public var data: DataFolder?
  /// How clients sign in to the worlds; `nil` lets everybody in.
  public var signIn: (any SignIn)?

  public init() {}

  /// What a plan's world is configured with on this host.
  /// - Parameter now: the machine's time.
  func configuration(_ plan: WorldPlan, at now: Timestamp) -> WorldConfiguration {
    var configuration = plan.configuration(at: now)
    configuration.salesMetadata = salesMetadata
    configuration.supplyChainMetadata = supplyChainMetadata
    return configuration
  }
}

/// Who may use the control plane.
public enum ControlAccess: Sendable {
  /// Nobody: it is not there.
  case none
  /// Everybody who reaches the port.
  case open
  /// Whoever sends this as a bearer token.
  case token(Secret)
}
