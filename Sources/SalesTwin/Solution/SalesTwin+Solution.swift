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
    let model = try model ?? Self.model(for: changed(to: version))
    try checkSolution(version, model: model)
    return try store.adopt(model.layout) {
      let twin = try SalesTwin(configuration: changed(to: version), model: model, store: store)
      try SolutionInstallation(work: try Work(twin, Session(ambient: ambient))).run(from: configuration.solutionVersion)
      return twin
    }
  }

  /// Whether the version could be installed on the system as it is.
  /// - Throws: `SolutionRefusal`, `StoreError`.
  public func checkSolution(_ version: String?, model: ServiceModel) throws {
    let installed = configuration.solutionVersion
    try SolutionInstallation.check(from: installed, to: version, salesVersion: build)
    // Removed keys allow everything; new ones may not allow what is there.
    if installed != version { try SolutionInstallation.checkKeys(of: model, in: store) }
  }

  /// The twin that goes on over rows that are of that version already: an image of such a system was put into the store.
  /// - Throws: `StoreError`.
  public func goingOn(withSolution version: String?, model: ServiceModel) throws -> SalesTwin {
    try store.adopt(model.layout) { try SalesTwin(configuration: changed(to: version), model: model, store: store) }
  }

  private func changed(to version: String?) -> SalesConfiguration {
    var wanted = configuration
    wanted.solutionVersion = version
    return wanted
  }
}
