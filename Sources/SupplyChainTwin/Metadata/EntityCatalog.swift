import OData
import Twin

/// What `/metadata` tells: the entities, enumerations and labels of the level, as objects of the product's shape (members
/// inferred: S34; what they hold follows from the model).
struct EntityCatalog: Sendable {
  struct Collection: Sendable {
    /// `PublicEntities` and the type of its objects, `PublicEntity`.
    let name: String
    let type: String
    /// Members that address one object.
    let key: [String]
    /// Members every object has.
    let columns: [String]
    /// In order of their names, which are their keys.
    fileprivate let described: [(name: String, object: MadeLater<JSONObject>)]

    var objects: [JSONObject] { described.map(\.object.value) }

    /// The object of that key; keys compare without regard to case.
    func object(_ key: [String]) -> JSONObject? {
      key.count == 1 ? described.first { $0.name.equalsIgnoringASCIICase(key[0]) }?.object.value : nil
    }
  }

  let collections: [Collection]

  init(model: ServiceModel, business: BusinessModel, environment: EnvironmentModel) {
    let labels = ModelLabels(file: environment.labels, business: business)
    let writer = CatalogWriter(model: model, business: business, labels: labels)
    let tables = model.edm.entitySets.compactMap { model.table($0.entityType) }
    let entities = tables.sorted { $0.name < $1.name }.map { table in (table.name, MadeLater { writer.publicEntity(table) }) }
    let dataEntities = tables.sorted { $0.internalName < $1.internalName }.map { table in
      (table.internalName, MadeLater { writer.dataEntity(table, category: environment.category(of: table.name)) })
    }
    let enumerations = model.edm.enumTypes.sorted { $0.name < $1.name }.map { type in
      (type.name, MadeLater { writer.publicEnumeration(type) })
    }
    collections = [
      Collection(
        name: "DataEntities", type: "DataEntity", key: ["Name"],
        columns: [
          "Name", "PublicEntityName", "PublicCollectionName", "LabelId", "DataServiceEnabled", "DataManagementEnabled", "EntityCategory",
          "IsReadOnly",
        ], described: dataEntities),
      Collection(
        name: "PublicEntities", type: "PublicEntity", key: ["Name"],
        columns: [
          "Name", "EntitySetName", "LabelId", "IsReadOnly", "ConfigurationEnabled", "Properties", "NavigationProperties", "PropertyGroups",
          "Actions",
        ], described: entities),
      Collection(
        name: "PublicEnumerations", type: "PublicEnumeration", key: ["Name"], columns: ["Name", "LabelId", "Members"],
        described: enumerations),
    ]
    texts = MadeLater {
      var texts: [String: String] = [:]
      for label in writer.allLabels(tables, model.edm.enumTypes) { texts[label.id.lowercased()] = label.text }
      return texts
    }
  }

  private let texts: MadeLater<[String: String]>

  /// The text of a label in US English, the only language the twin has; ids compare without regard to case.
  func text(ofLabel id: String) -> String? { texts.value[id.lowercased()] }
}
