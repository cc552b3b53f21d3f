import StrictYAML

/// The baselines of a run, each read once for all scenarios of the same settings.
final class SuiteBaselines: Sendable {
  private struct Key: Hashable {
    let directory: String
    let settings: WorldSettings
  }

  private let options: SuiteOptions
  private let known = MadeOnce<Key, Baseline>()

  init(_ options: SuiteOptions) { self.options = options }

  /// The baseline a scenario starts from; `nil` for bare systems.
  /// - Throws: `MalformedFile`.
  func baseline(of scenario: Scenario, _ schemas: WorldSchemas) async throws -> Baseline? {
    let directory: String
    if let given = options.baselineDirectory {
      directory = given
    } else if scenario.baseline == "none" {
      return nil
    } else {
      directory = try BaselineFolders.find(scenario.baseline ?? "usmf", for: scenario.file)
    }
    return try await known.value(Key(directory: directory, settings: scenario.settings)) {
      try Baseline(directory: directory, mappingFile: options.mappingFile, path: options.loadPath, schemas: schemas)
    }
  }
}
