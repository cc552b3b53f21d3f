import OData
import Twin

/// The definitions a Sales twin shows at `EntityDefinitions`, `RelationshipDefinitions` and `GlobalOptionSetDefinitions`, all
/// made from its model.
struct MetadataCatalog: Sendable {
  let tables: [MetadataNode]
  let relationships: [MetadataNode]
  let optionSets: [MetadataNode]

  /// - Throws: `ModelError` for a damaged file of names.
  init(_ model: ServiceModel, directory: String) throws {
    let names = try TableNames(directory: directory)
    let relationships = RelationshipMetadata.nodes(of: model) { model.edm.entityType($0.name) == nil }
    var tables: [MetadataNode] = []
    var shared: [String: [ColumnDefinition.Choice]] = [:]
    for (position, table) in model.tables.enumerated() {
      guard let type = model.edm.entityType(table.name) else { continue }
      tables.append(Self.node(of: table, type, names.entry(of: table, position: position), relationships))
      for column in table.columns where !column.choices.isEmpty {
        guard let name = OptionSets.globalName(of: column.name, in: table.name) else { continue }
        // Tables of different age know a different part of a list; the longest is the whole.
        if column.choices.count > shared[name]?.count ?? 0 { shared[name] = column.choices }
      }
    }
    self.tables = tables
    self.relationships = relationships
    optionSets = shared.sorted { $0.key < $1.key }.map { OptionSets.global($0.key, $0.value) }
  }

  private static func node(
    of table: TableDefinition, _ type: EntityType, _ names: TableNames.Entry, _ relationships: [MetadataNode]
  ) -> MetadataNode {
    let isActivity = table.key == ["activityid"]
    // Users and teams share the key of their base type; their own identifier is what metadata names.
    let key = table.key.first == "ownerid" ? "\(table.name)id" : table.key.first ?? ""
    var node = MetadataNode(
      "EntityMetadata",
      [
        "MetadataId": .string(MetadataID.text("table", table.name)), "LogicalName": .string(table.name),
        "SchemaName": .string(names.schemaName), "EntitySetName": .string(table.entitySet),
        "LogicalCollectionName": .string(table.entitySet),
        "CollectionSchemaName": .string(names.schemaName + "s"), "PrimaryIdAttribute": .string(key),
        "PrimaryNameAttribute": table.primaryName.map { .string($0) } ?? .null, "PrimaryImageAttribute": nil,
        "ObjectTypeCode": JSON(Value.int(names.objectTypeCode)), "DisplayName": MetadataLabels.label(names.label, id: table.name),
        "DisplayCollectionName": MetadataLabels.label(names.plural, id: "\(table.name).plural"),
        "Description": MetadataLabels.label(nil, id: table.name), "OwnershipType": .string(names.ownership), "TableType": "Standard",
        "IsActivity": .bool(isActivity), "IsActivityParty": .bool(["account", "contact", "systemuser"].contains(table.name)),
        "IsCustomEntity": .bool(table.name.hasPrefix("msdyn")), "IsManaged": true, "IsPrivate": false, "IsIntersect": false,
        "IsChildEntity": .bool(table.name.hasSuffix("detail")), "IsLogicalEntity": false, "IsBPFEntity": false, "IsAIRUpdated": true,
        "IsAvailableOffline": true, "IsImportable": true, "IsValidForAdvancedFind": true, "IsDocumentManagementEnabled": false,
        "IsQuickCreateEnabled": false, "IsReadingPaneEnabled": true, "IsStateModelAware": .bool(table.column("statecode") != nil),
        "IsEnabledForCharts": true, "ChangeTrackingEnabled": true, "AutoCreateAccessTeams": false, "AutoRouteToOwnerQueue": false,
        "HasActivities": .bool(!isActivity), "HasNotes": true, "HasFeedback": false, "EnforceStateTransitions": false,
        "EntityColor": "", "EntityHelpUrlEnabled": false, "EntityHelpUrl": nil, "DataProviderId": nil, "DataSourceId": nil,
        "RecurrenceBaseEntityLogicalName": nil, "ReportViewName": .string("Filtered\(names.schemaName)"), "DaysSinceRecordLastModified": 0,
        "MobileOfflineFilters": "", "IntroducedVersion": "5.0.0.0", "ActivityTypeMask": 0, "HasChanged": nil,
        "IsCustomizable": MetadataLabels.managed(true, "iscustomizable"), "IsRenameable": MetadataLabels.managed(true, "isrenameable"),
        "IsMappable": MetadataLabels.managed(true, "ismappable"),
        "IsAuditEnabled": MetadataLabels.managed(true, "canmodifyauditsettings"),
        "IsDuplicateDetectionEnabled": MetadataLabels.managed(false, "canmodifyduplicatedetectionsettings"),
        "IsConnectionsEnabled": MetadataLabels.managed(true, "canmodifyconnectionsettings"),
        "IsMailMergeEnabled": MetadataLabels.managed(true, "canmodifymailmergesettings"),
        "IsVisibleInMobile": MetadataLabels.managed(false, "canmodifymobilevisibility"),
        "CanCreateAttributes": MetadataLabels.managed(false, "cancreateattributes"),
        "CanCreateForms": MetadataLabels.managed(false, "cancreateforms"),
        "CanCreateViews": MetadataLabels.managed(false, "cancreateviews"),
        "CanCreateCharts": MetadataLabels.managed(false, "cancreatecharts"),
      ])
    node.collections = [
      ("Attributes", "AttributeMetadata", MadeLater { ColumnMetadata(table: table).nodes(visible: type) }),
      ("Keys", "EntityKeyMetadata", MadeLater { keys(of: table, type) }),
      (
        "OneToManyRelationships", "OneToManyRelationshipMetadata",
        MadeLater { relationships.filter { $0.text("ReferencedEntity") == table.name } }
      ),
      (
        "ManyToOneRelationships", "OneToManyRelationshipMetadata",
        MadeLater { relationships.filter { $0.text("ReferencingEntity") == table.name } }
      ),
      ("ManyToManyRelationships", "ManyToManyRelationshipMetadata", MadeLater { [] }),
    ]
    return node
  }

  private static func keys(of table: TableDefinition, _ type: EntityType) -> [MetadataNode] {
    type.alternateKeys.map { key in
      MetadataNode(
        "EntityKeyMetadata",
        [
          "MetadataId": .string(MetadataID.text("key", table.name, key.name)), "LogicalName": .string(key.name.lowercased()),
          "SchemaName": .string(key.name), "EntityLogicalName": .string(table.name),
          "KeyAttributes": .array(key.properties.map { .string(attribute($0)) }), "EntityKeyIndexStatus": "Active", "AsyncJob": nil,
          "DisplayName": MetadataLabels.label(MetadataLabels.words(key.name), id: key.name), "IsManaged": true,
          "IsCustomizable": MetadataLabels.managed(true, "iscustomizable"), "IsSecondaryKey": false, "IsSynchronous": false,
          "IsExportKey": false, "IntroducedVersion": "1.0.0.0", "HasChanged": nil,
        ])
    }
  }

  /// A lookup stands in keys under its logical name.
  private static func attribute(_ property: String) -> String {
    property.hasPrefix("_") && property.hasSuffix("_value") ? String(property.dropFirst().dropLast("_value".count)) : property
  }
}
