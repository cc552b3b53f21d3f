/// A structure without a key, held inside an entity or passed to an operation.
public struct ComplexType: Hashable, Sendable {
  public let name: String
  /// Unqualified name of the type this one is derived from.
  public let baseType: String?
  public let isAbstract: Bool
  public let isOpen: Bool
  /// Those of base types first.
  public let properties: [Property]
  public let opaqueProperties: [OpaqueProperty]
  public let navigationProperties: [NavigationProperty]

  public init(
    name: String, baseType: String? = nil, isAbstract: Bool = false, isOpen: Bool = false, properties: [Property],
    opaqueProperties: [OpaqueProperty] = [], navigationProperties: [NavigationProperty] = []
  ) {
    self.name = name
    self.baseType = baseType
    self.isAbstract = isAbstract
    self.isOpen = isOpen
    self.properties = properties
    self.opaqueProperties = opaqueProperties
    self.navigationProperties = navigationProperties
  }
}

/// A name for a primitive type, with bounds of its own.
public struct TypeDefinition: Hashable, Sendable {
  public let name: String
  /// `Edm.Decimal`
  public let underlyingType: String

  public init(name: String, underlyingType: String) {
    self.name = name
    self.underlyingType = underlyingType
  }
}

/// One entity with a name of its own beside the sets.
public struct Singleton: Hashable, Sendable {
  public let name: String
  /// Unqualified name of the entity type.
  public let entityType: String

  public init(name: String, entityType: String) {
    self.name = name
    self.entityType = entityType
  }
}

/// The name under which an unbound operation is called.
public struct OperationImport: Hashable, Sendable {
  public let name: String
  public let kind: Operation.Kind
  /// Unqualified name of the operation.
  public let operation: String
  /// The set the results are rows of.
  public let entitySet: String?

  public init(name: String, kind: Operation.Kind, operation: String, entitySet: String? = nil) {
    self.name = name
    self.kind = kind
    self.operation = operation
    self.entitySet = entitySet
  }
}
