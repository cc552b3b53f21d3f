/// What a type adds to its base type: what its own element in a metadata document holds.
struct OwnMembers {
  var key: [String] = []
  var alternateKeys: [AlternateKey] = []
  var properties: [Property]
  var opaqueProperties: [OpaqueProperty]
  var navigationProperties: [NavigationProperty]
}

extension EdmModel {
  func ownMembers(of type: EntityType) -> OwnMembers {
    guard let name = type.baseType, let base = entityType(name), name != type.name else {
      return OwnMembers(
        key: type.key, alternateKeys: type.alternateKeys, properties: type.properties, opaqueProperties: type.opaqueProperties,
        navigationProperties: type.navigationProperties)
    }
    let opaque = Set(base.opaqueProperties.map(\.name))
    return OwnMembers(
      key: type.key == base.key ? [] : type.key, alternateKeys: type.alternateKeys.filter { !base.alternateKeys.contains($0) },
      properties: type.properties.filter { base.property($0.name) == nil },
      opaqueProperties: type.opaqueProperties.filter { !opaque.contains($0.name) },
      navigationProperties: type.navigationProperties.filter { base.navigationProperty($0.name) == nil })
  }

  func ownMembers(of type: ComplexType) -> OwnMembers {
    let base = type.baseType.flatMap { $0 == type.name ? nil : complexType($0) }
    let inherited = Set(
      (base?.properties.map(\.name) ?? []) + (base?.opaqueProperties.map(\.name) ?? []) + (base?.navigationProperties.map(\.name) ?? []))
    return OwnMembers(
      properties: type.properties.filter { !inherited.contains($0.name) },
      opaqueProperties: type.opaqueProperties.filter { !inherited.contains($0.name) },
      navigationProperties: type.navigationProperties.filter { !inherited.contains($0.name) })
  }

  /// The constraints over columns that are in the model; the others are hidden.
  func visibleConstraints(of navigation: NavigationProperty, in type: EntityType) -> [NavigationProperty.Constraint] {
    let target = entityType(navigation.targetType)
    return navigation.constraints.filter { type.property($0.property) != nil && target?.property($0.referencedProperty) != nil }
  }

  /// The imports of the container: the model's own, else one for each unbound operation, under its name.
  var importsToWrite: [OperationImport] {
    if !operationImports.isEmpty { return operationImports }
    return operations.filter { $0.binding == .unbound }.map { OperationImport(name: $0.name, kind: $0.kind, operation: $0.name) }
  }
}
