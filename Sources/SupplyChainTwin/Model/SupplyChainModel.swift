public import Twin

/// The model files of a level, read: a value that any number of twins may share. Reading takes most of a twin's start.
public struct SupplyChainModel: Sendable {
  public let service: ServiceModel
  let business: BusinessModel
  let environment: EnvironmentModel
  /// What became of the user's own metadata; `nil` without any.
  public let metadataReport: MetadataReport?

  /// - Parameters:
  ///   - level: a row of `levels.csv`, for example `7.3`.
  ///   - metadata: what a real environment has beyond the built-in entities; docs/own-metadata.md.
  /// - Throws: `SupplyChainModelError` for an unknown level, `ModelError` for a damaged model file.
  public init(level name: String, metadata: OwnMetadata? = nil) throws {
    let directory = ModelResources.directory
    let levels = try LevelTable(directory: directory)
    guard let level = levels[name] else {
      let known = levels.levels.map(\.name).joined(separator: ", ")
      throw SupplyChainModelError(message: "Supply Chain has no level '\(name)'. Levels: \(known).")
    }
    let builtIn = try ServiceModel(
      directory: directory, namespace: "Microsoft.Dynamics.DataEntities", alias: nil, capabilities: Set(level.capabilities))
    if let metadata {
      let (model, report) = builtIn.adding(metadata, rules: .supplyChain)
      (service, metadataReport) = (model, report)
    } else {
      (service, metadataReport) = (builtIn, nil)
    }
    business = try BusinessModel(directory: directory, model: service)
    environment = try EnvironmentModel(directory: directory, level: level.name, model: service)
  }
}
