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
    /// By key.
    let objects: [JSONObject]
  }

  let collections: [Collection]

  init(model: ServiceModel, business: BusinessModel, environment: EnvironmentModel) {
    let labels = ModelLabels(file: environment.labels, business: business)
    let writer = CatalogWriter(model: model, business: business, labels: labels)
    let tables = model.edm.entitySets.compactMap { model.table($0.entityType) }
    var entities: [JSONObject] = []
    var dataEntities: [JSONObject] = []
    for table in tables.sorted(by: { $0.name < $1.name }) { entities.append(writer.publicEntity(table)) }
    for table in tables.sorted(by: { $0.internalName < $1.internalName }) {
      dataEntities.append(writer.dataEntity(table, category: environment.category(of: table.name)))
    }
    let enumerations = model.edm.enumTypes.sorted { $0.name < $1.name }.map(writer.publicEnumeration)
    collections = [
      Collection(
        name: "DataEntities", type: "DataEntity", key: ["Name"],
        columns: [
          "Name", "PublicEntityName", "PublicCollectionName", "LabelId", "DataServiceEnabled", "DataManagementEnabled", "EntityCategory",
          "IsReadOnly",
        ], objects: dataEntities),
      Collection(
        name: "PublicEntities", type: "PublicEntity", key: ["Name"],
        columns: [
          "Name", "EntitySetName", "LabelId", "IsReadOnly", "ConfigurationEnabled", "Properties", "NavigationProperties", "PropertyGroups",
          "Actions",
        ], objects: entities),
      Collection(
        name: "PublicEnumerations", type: "PublicEnumeration", key: ["Name"], columns: ["Name", "LabelId", "Members"], objects: enumerations
      ),
    ]
    var texts: [String: String] = [:]
    for label in writer.allLabels(tables, model.edm.enumTypes) { texts[label.id.lowercased()] = label.text }
    self.texts = texts
  }

  private let texts: [String: String]

  /// The text of a label in US English, the only language the twin has; ids compare without regard to case.
  func text(ofLabel id: String) -> String? { texts[id.lowercased()] }
}
