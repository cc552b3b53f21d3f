/// How a sweep reaches an engine that is a process of its own.
public struct CrashWay {
  let connector: any TwinConnector
  let engines: any EngineMaker
  let watch: (CrashPlan) -> Void

  /// - Parameter watch: from now on whoever carries requests of engines asks this plan, and kills the process where it says.
  public init(connector: any TwinConnector, engines: any EngineMaker, watch: @escaping (CrashPlan) -> Void) {
    self.connector = connector
    self.engines = engines
    self.watch = watch
  }
}
