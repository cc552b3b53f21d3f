import StrictYAML

/// How the requests of a flow travel, and whose engine it runs: in process, or what another library adds.
public struct FlowWay: Sendable, CustomStringConvertible {
  public let description: String
  /// Makes worlds of that kind.
  public let factory: @Sendable () async throws -> any WorldFactory

  /// - Parameter factory: called once for each flow, where the flow runs.
  public init(_ description: String, factory: @escaping @Sendable () async throws -> any WorldFactory) {
    self.description = description
    self.factory = factory
  }

  /// Both systems and the engine in this process, joined by function calls. Flows may run on any thread, many at a time.
  public static let direct: FlowWay = {
    let factory = TwinWorldFactory()
    return FlowWay("in process") { factory }
  }()
}

/// What is in both systems before a flow begins (docs/baselines.md).
public struct FlowBaseline: Sendable {
  /// Holds `baseline.yaml`.
  public let folder: String

  public init(folder: String) { self.folder = folder }

  /// A furniture wholesaler in the United States with 20 accounts; it comes with this package.
  public static let usmf = FlowBaseline(folder: BaselineFolders.builtIn + "/usmf")
}
