public import Twin

/// The model files of a level, read: a value that any number of twins may share. Reading takes most of a twin's start.
public struct SupplyChainModel: Sendable {
  public let service: ServiceModel
  let business: BusinessModel
  let environment: EnvironmentModel

  /// - Parameter level: a row of `levels.csv`, for example `7.3`.
  /// - Throws: `SupplyChainModelError` for an unknown level, `ModelError` for a damaged model file.
  public init(level name: String) throws {
    let directory = ModelResources.directory
    let levels = try LevelTable(directory: directory)
    guard let level = levels[name] else {
      let known = levels.levels.map(\.name).joined(separator: ", ")
      throw SupplyChainModelError(message: "Supply Chain has no level '\(name)'. Levels: \(known).")
    }
    service = try ServiceModel(
      directory: directory, namespace: "Microsoft.Dynamics.DataEntities", alias: nil, capabilities: Set(level.capabilities))
    business = try BusinessModel(directory: directory, model: service)
    environment = try EnvironmentModel(directory: directory, level: level.name, model: service)
  }
}
