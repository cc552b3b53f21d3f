public import Ambient
import EntityStore
public import Twin

extension SalesTwin {
  /// Installs, upgrades or removes the Prospect to cash solution while the system runs.
  ///
  /// The twin that is answered takes this one's place, over the same store: columns and keys of the solution are there or gone,
  /// rows are numbered and marked as an installation does. This one must not be asked any more.
  /// - Parameters:
  ///   - version: such as `1.15.0.1`; `nil` removes the solution, with the data of its columns.
  ///   - model: what `model(for:)` read for that version, with a user's own metadata where there is some.
  /// - Throws: `SolutionRefusal`, and then nothing is changed; `ConfigurationError`, `ModelError`, `StoreError`.
  public func withSolution(_ version: String?, model: ServiceModel? = nil, ambient: Ambient) throws -> SalesTwin {
    var wanted = configuration
    wanted.solutionVersion = version
    let model = try model ?? Self.model(for: wanted)
    let installed = configuration.solutionVersion
    try SolutionInstallation.check(from: installed, to: version, salesVersion: build)
    // Removed keys allow everything; new ones may not allow what is there.
    if installed != version { try SolutionInstallation.checkKeys(of: model, in: store) }
    return try store.adopt(model.layout) {
      let twin = try SalesTwin(configuration: wanted, model: model, store: store)
      try SolutionInstallation(work: try Work(twin, Session(ambient: ambient))).run(from: installed)
      return twin
    }
  }
}
