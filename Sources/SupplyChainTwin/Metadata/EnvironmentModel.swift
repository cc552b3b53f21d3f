import OData
import Twin

/// What the environment says about itself: versions, modules, kinds of entities, labels.
struct EnvironmentModel: Sendable {
  struct Module: Sendable {
    let name: String
    let publisher: String
    let displayName: String
    let version: String
  }

  struct Versions: Sendable {
    let application: String
    let applicationBuild: String
    let platform: String
  }

  let versions: Versions
  let modules: [Module]
  let labels: LabelFile
  private let categories: [String: String]

  /// - Throws: `SupplyChainModelError` for a file that is missing or malformed, for a release without versions, and for a
  ///   category the model's enumeration does not have.
  init(directory: String, release: String, model: ServiceModel) throws {
    let lines = try BusinessModel.lines(directory, "versions.csv", ["release", "application", "applicationBuild", "platform"])
    guard let line = lines.first(where: { $0[0] == release }) else {
      throw SupplyChainModelError(message: "versions.csv: there is no release \(release)")
    }
    let versions = Versions(application: line[1], applicationBuild: line[2], platform: line[3])
    self.versions = versions
    modules = try BusinessModel.lines(directory, "modules.csv", ["name", "publisher", "displayName", "version"]).map {
      Module(
        name: $0[0], publisher: $0[1], displayName: $0[2],
        version: $0[3] == "platform" ? versions.platform : versions.applicationBuild)
    }
    labels = try LabelFile(directory: directory)
    var categories: [String: String] = [:]
    let known = model.enums.first { $0.name == "EntityCategory" }
    for line in try BusinessModel.lines(directory, "categories.csv", ["table", "category"]) {
      guard known?.value(of: line[1]) != nil else {
        throw SupplyChainModelError(message: "categories.csv: \(line[0]): there is no category \(line[1])")
      }
      categories[line[0]] = line[1]
    }
    // Metadata does not tell the category; most entities are master data [proposed].
    for table in model.ownTables { categories[table] = "Master" }
    for table in model.tables where !table.isHidden && categories[table.name] == nil {
      throw SupplyChainModelError(message: "categories.csv: \(table.name) has no line")
    }
    self.categories = categories
  }

  /// - Precondition: the table is one clients see.
  func category(of table: String) -> String {
    guard let category = categories[table] else { preconditionFailure("\(table) has no category") }
    return category
  }
}
