import OData
import Twin

/// Writes single descriptions of the catalog.
struct CatalogWriter: Sendable {
  let model: ServiceModel
  let business: BusinessModel
  let labels: ModelLabels

  // MARK: Entities

  func dataEntity(_ table: TableDefinition, category: String) -> JSONObject {
    [
      "Name": .string(table.internalName), "PublicEntityName": .string(table.name), "PublicCollectionName": .string(table.entitySet),
      "LabelId": .string(labels.label(of: table).id), "DataServiceEnabled": true, "DataManagementEnabled": true,
      "EntityCategory": .string(category), "IsReadOnly": .bool(table.isReadOnly),
    ]
  }

  func publicEntity(_ table: TableDefinition) -> JSONObject {
    let type = model.edm.entityType(table.name)
    let mandatory = Set(business.mandatoryColumns(of: table.name))
    return [
      "Name": .string(table.name), "EntitySetName": .string(table.entitySet), "LabelId": .string(labels.label(of: table).id),
      "IsReadOnly": .bool(table.isReadOnly), "ConfigurationEnabled": true,
      "Properties": .array(
        (type?.properties ?? []).compactMap { property in table.column(property.name).map { self.property($0, table, mandatory) } }),
      "NavigationProperties": .array((type?.navigationProperties ?? []).map(navigation)), "PropertyGroups": [],
      "Actions": .array(model.edm.operations.filter { $0.binding.type == table.name }.map(action)),
    ]
  }

  private func property(_ column: ColumnDefinition, _ table: TableDefinition, _ mandatory: Set<String>) -> JSON {
    [
      "Name": .string(column.name), "TypeName": .string(column.type.qualifiedName(in: model.namespace)),
      "DataType": .string(column.applicationType), "LabelId": .string(labels.label(of: column, table).id),
      "IsKey": .bool(table.key.contains(column.name)), "IsMandatory": .bool(mandatory.contains(column.name)), "ConfigurationEnabled": true,
      "AllowEdit": .bool(column.canUpdate && !table.isReadOnly), "AllowEditOnCreate": .bool(column.canCreate && !table.isReadOnly),
      "IsDimension": false, "DimensionRelation": nil, "IsDynamicDimension": false, "DimensionLegalEntityProperty": nil,
      "DimensionTypeProperty": nil,
    ]
  }

  private func navigation(_ navigation: NavigationProperty) -> JSON {
    [
      "Name": .string(navigation.name), "RelatedEntity": .string(navigation.targetType),
      "RelatedRelationName": navigation.partner.map(JSON.string) ?? .null,
      "Cardinality": navigation.isCollection ? "Multiple" : "Single",
      "Constraints": .array(
        navigation.constraints.map { constraint in
          [
            "@odata.type": "#Microsoft.Dynamics.Metadata.ReferentialConstraint", "Property": .string(constraint.property),
            "ReferencedProperty": .string(constraint.referencedProperty),
          ]
        }),
    ]
  }

  /// The first parameter is the entity or the collection the action is bound to.
  private func action(_ operation: Operation) -> JSON {
    var parameters: [JSON] = []
    var kind = "Unbound"
    if let type = operation.binding.type {
      let isCollection = operation.binding == .collection(type)
      kind = isCollection ? "BoundToEntitySet" : "BoundToEntityInstance"
      parameters.append([
        "Name": .string(type), "Type": ["TypeName": .string("\(model.namespace).\(type)"), "IsCollection": .bool(isCollection)],
      ])
    }
    for parameter in operation.parameters {
      parameters.append(["Name": .string(parameter.name), "Type": typeReference(parameter.type)])
    }
    return [
      "Name": .string(operation.name), "BindingKind": .string(kind), "FieldLookup": nil, "Parameters": .array(parameters),
      "ReturnType": operation.returnType.map(typeReference) ?? .null,
    ]
  }

  private func typeReference(_ type: String) -> JSON {
    let isCollection = type.hasPrefix("Collection(") && type.hasSuffix(")")
    return ["TypeName": .string(isCollection ? String(type.dropFirst(11).dropLast()) : type), "IsCollection": .bool(isCollection)]
  }

  // MARK: Enumerations

  func publicEnumeration(_ type: EnumType) -> JSONObject {
    [
      "Name": .string(type.name), "LabelId": .string(labels.label(of: type).id),
      "Members": .array(
        type.members.map { member in
          [
            "Name": .string(member.name), "Value": JSON(Value.int(member.value)), "LabelId": .string(labels.label(of: member, type).id),
            "ConfigurationEnabled": true,
          ]
        }),
    ]
  }

  // MARK: Labels

  func allLabels(_ tables: [TableDefinition], _ enums: [EnumType]) -> [LabelFile.Label] {
    var all: [LabelFile.Label] = []
    for table in tables {
      all.append(labels.label(of: table))
      for column in table.columns where !column.isHidden { all.append(labels.label(of: column, table)) }
    }
    for type in enums {
      all.append(labels.label(of: type))
      for member in type.members { all.append(labels.label(of: member, type)) }
    }
    return all
  }
}

extension Operation.Binding {
  /// The entity type an operation is bound to, single or as a collection.
  fileprivate var type: String? {
    switch self {
    case .unbound: nil
    case .entity(let type), .collection(let type): type
    }
  }
}
