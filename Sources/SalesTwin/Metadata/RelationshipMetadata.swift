import OData
import Twin

/// Definitions of relationships, one for each table a lookup may point at.
enum RelationshipMetadata {
  static func nodes(of model: ServiceModel, hidden: (TableDefinition) -> Bool) -> [MetadataNode] {
    var nodes: [MetadataNode] = []
    for table in model.tables where !hidden(table) {
      for lookup in table.lookups {
        for (position, target) in lookup.targets.enumerated() {
          guard let referenced = model.table(target.table), !hidden(referenced) else { continue }
          let partner = position < lookup.partners.count && !lookup.partners[position].isEmpty ? lookup.partners[position] : nil
          nodes.append(node(table, lookup, target, referenced, partner))
        }
      }
    }
    return nodes
  }

  private static func node(
    _ table: TableDefinition, _ lookup: LookupDefinition, _ target: LookupDefinition.Target, _ referenced: TableDefinition,
    _ partner: String?
  ) -> MetadataNode {
    // Relationships that are named nowhere public get a name of the usual form [proposed].
    let name = partner ?? "\(target.table)_\(table.name)_\(target.navigation)"
    return MetadataNode(
      "OneToManyRelationshipMetadata",
      [
        "MetadataId": .string(id(table, lookup, target)), "SchemaName": .string(name),
        "RelationshipType": "OneToManyRelationship", "ReferencedEntity": .string(target.table),
        "ReferencedAttribute": .string(referenced.key.first == "ownerid" ? "\(target.table)id" : referenced.key.first ?? ""),
        "ReferencingEntity": .string(table.name), "ReferencingAttribute": .string(lookup.name),
        "ReferencedEntityNavigationPropertyName": .string(name), "ReferencingEntityNavigationPropertyName": .string(target.navigation),
        "IsCustomRelationship": .bool(lookup.name.hasPrefix("msdyn")), "IsManaged": true,
        "IsHierarchical": .bool(table.name == target.table),
        "IsValidForAdvancedFind": true, "SecurityTypes": "Append", "RelationshipBehavior": 0, "IntroducedVersion": "1.0.0.0",
        "IsCustomizable": MetadataLabels.managed(true, "iscustomizable"), "EntityKey": nil, "HasChanged": nil,
        "CascadeConfiguration": [
          "Assign": "NoCascade", "Delete": .string(cascade(table.name, lookup)), "Archive": "RemoveLink", "Merge": "NoCascade",
          "Reparent": "NoCascade", "Share": "NoCascade", "Unshare": "NoCascade", "RollupView": "NoCascade",
        ],
        "AssociatedMenuConfiguration": [
          "Behavior": "UseCollectionName", "Group": "Details", "Order": nil, "Icon": nil, "ViewId": nil, "IsCustomizable": true,
          "AvailableOffline": true, "MenuId": nil, "QueryApi": nil, "Label": MetadataLabels.label(nil, id: name),
        ],
      ])
  }

  private static func id(_ table: TableDefinition, _ lookup: LookupDefinition, _ target: LookupDefinition.Target) -> String {
    let isFurther = lookup.sharesNavigation && target != lookup.targets.first
    return MetadataID.text("relationship", table.name, isFurther ? "\(target.navigation).\(target.table)" : target.navigation)
  }

  /// What the twin does when the row that is pointed at is deleted.
  private static func cascade(_ table: String, _ lookup: LookupDefinition) -> String {
    switch DeleteBehaviour.of(table, lookup.name) {
    case .cascade: "Cascade"
    case .restrict: "Restrict"
    case .removeLink: "RemoveLink"
    }
  }
}
