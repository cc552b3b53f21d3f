public import SyncEngine

/// Makes the engines of worlds where another than ours is to be judged.
public protocol EngineMaker: Sendable {
  /// - Throws: what keeps an engine from being made ready, such as a folder that cannot be written.
  func engine(for site: EngineSite) throws -> any ProjectEngine
}

/// The world an engine is to work in.
public struct EngineSite {
  public let twins: Twins
  /// Templates by name, for telling what a project is.
  public let catalog: TemplateCatalog
  /// Looks at the setup of both systems.
  public let doctor: (TemplateEra) async throws -> [SetupFinding]
}

/// Makes external engines, each with a caller of its own.
public struct ExternalEngineMaker: EngineMaker {
  private let caller: @Sendable () throws -> any EngineCaller

  /// - Parameter caller: made for each world.
  public init(caller: @escaping @Sendable () throws -> any EngineCaller) { self.caller = caller }

  public func engine(for site: EngineSite) throws -> any ProjectEngine { ExternalEngine(site, caller: try caller()) }
}
