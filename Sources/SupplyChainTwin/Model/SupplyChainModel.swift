public import Twin

/// The model files of a level, read: a value that any number of twins may share. Reading takes most of a twin's start.
public struct SupplyChainModel: Sendable {
  public private(set) var service: ServiceModel
  /// The same as people see it on forms, which are there at every level.
  public let forms: ServiceModel
  let business: BusinessModel
  let environment: EnvironmentModel
  let dataEntities: DataEntityCatalog
  /// What became of the user's own metadata; `nil` without any.
  public let metadataReport: MetadataReport?

  /// The release and hotfixes it was read for.
  public let level: SupplyChainLevel

  /// - Parameters:
  ///   - level: a release and its hotfixes, for example `7.3` or `7.2+KB4036461`.
  ///   - literalKbText: see `SupplyChainLevel`.
  ///   - metadata: what a real environment has beyond the built-in entities; docs/own-metadata.md.
  /// - Throws: `SupplyChainModelError` for an unknown level, `ModelError` for a damaged model file.
  public init(level name: String, literalKbText: Bool = false, metadata: OwnMetadata? = nil) throws {
    let directory = ModelResources.directory
    level = try SupplyChainLevel(name, literalKbText: literalKbText)
    let builtIn = try ServiceModel(
      directory: directory, namespace: "Microsoft.Dynamics.DataEntities", alias: nil, capabilities: level.capabilities)
    if let metadata {
      let (model, report) = builtIn.adding(metadata, rules: .supplyChain)
      (service, metadataReport) = (model, report)
    } else {
      (service, metadataReport) = (builtIn, nil)
    }
    let (built, capabilities) = (service, level.capabilities)
    forms = built.tables.allSatisfy { $0.capability.map(capabilities.contains) ?? true } ? built : built.showingEveryTable()
    business = try BusinessModel(directory: directory, model: service)
    dataEntities = try DataEntityCatalog(directory: directory, model: service, business: business)
    environment = try EnvironmentModel(directory: directory, release: level.release, model: service)
  }

  /// The model of a twin that shows forms.
  func onForms() -> SupplyChainModel {
    var copy = self
    copy.service = forms
    return copy
  }
}
