/// An entity data model: what `$metadata` describes. Built from a twin's model files, or read from a real environment's
/// CSDL by the engine. A pure value; look-ups by name go through dictionaries made once.
public struct EdmModel: Hashable, Sendable {
  /// For example `Microsoft.Dynamics.CRM` or `Microsoft.Dynamics.DataEntities`.
  public let namespace: String
  /// The short name of the namespace inside CSDL, for example `mscrm`.
  public let alias: String?
  public let entityTypes: [EntityType]
  public let entitySets: [EntitySet]
  public let enumTypes: [EnumType]
  public let operations: [Operation]
  public let complexTypes: [ComplexType]
  public let typeDefinitions: [TypeDefinition]
  public let singletons: [Singleton]
  /// How unbound operations are called from outside; empty where every one is called by its own name.
  public let operationImports: [OperationImport]

  private let typeIndex: [String: Int]
  private let setIndex: [String: Int]
  private let enumIndex: [String: Int]

  public init(
    namespace: String, alias: String? = nil, entityTypes: [EntityType], entitySets: [EntitySet], enumTypes: [EnumType] = [],
    operations: [Operation] = [], complexTypes: [ComplexType] = [], typeDefinitions: [TypeDefinition] = [], singletons: [Singleton] = [],
    operationImports: [OperationImport] = []
  ) {
    self.namespace = namespace
    self.complexTypes = complexTypes
    self.typeDefinitions = typeDefinitions
    self.singletons = singletons
    self.operationImports = operationImports
    self.alias = alias
    self.entityTypes = entityTypes
    self.entitySets = entitySets
    self.enumTypes = enumTypes
    self.operations = operations
    typeIndex = Dictionary(entityTypes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    setIndex = Dictionary(entitySets.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    enumIndex = Dictionary(enumTypes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public func entityType(_ name: String) -> EntityType? { typeIndex[name].map { entityTypes[$0] } }
  public func entitySet(_ name: String) -> EntitySet? { setIndex[name].map { entitySets[$0] } }
  public func complexType(_ name: String) -> ComplexType? { complexTypes.first { $0.name == name } }
  public func enumType(_ name: String) -> EnumType? { enumIndex[name].map { enumTypes[$0] } }

  /// The type of the rows of that set.
  public func entityType(ofSet name: String) -> EntityType? { entitySet(name).flatMap { entityType($0.entityType) } }
}

public struct EntitySet: Hashable, Sendable {
  public let name: String
  /// Unqualified name of the entity type.
  public let entityType: String

  public init(name: String, entityType: String) {
    self.name = name
    self.entityType = entityType
  }
}

public struct EntityType: Hashable, Sendable {
  public let name: String
  /// Names of the key properties, in metadata order.
  public let key: [String]
  public let alternateKeys: [AlternateKey]
  /// Those of base types first: what a base type has, the derived type has here too.
  public let properties: [Property]
  public let navigationProperties: [NavigationProperty]
  /// Properties of types the room holds no values of: complex, collections, streams, durations, geography.
  public let opaqueProperties: [OpaqueProperty]
  /// Unqualified name of the type this one is derived from.
  public let baseType: String?
  public let isAbstract: Bool
  /// Whether rows may have properties the model does not name.
  public let isOpen: Bool
  /// Whether rows are media: `…/$value` gives the stream.
  public let hasStream: Bool

  private let propertyIndex: NameIndex
  private let navigationIndex: [String: Int]

  public init(
    name: String, key: [String], alternateKeys: [AlternateKey] = [], properties: [Property],
    navigationProperties: [NavigationProperty] = [], opaqueProperties: [OpaqueProperty] = [], baseType: String? = nil,
    isAbstract: Bool = false, isOpen: Bool = false, hasStream: Bool = false
  ) {
    self.opaqueProperties = opaqueProperties
    self.baseType = baseType
    self.isAbstract = isAbstract
    self.isOpen = isOpen
    self.hasStream = hasStream
    self.name = name
    self.key = key
    self.alternateKeys = alternateKeys
    self.properties = properties
    self.navigationProperties = navigationProperties
    propertyIndex = NameIndex(properties.map(\.name))
    navigationIndex = Dictionary(navigationProperties.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public func property(_ name: String) -> Property? { propertyIndex.index(of: name).map { properties[$0] } }
  /// The position of a property in `properties`.
  public func index(of property: String) -> Int? { propertyIndex.index(of: property) }
  public func navigationProperty(_ name: String) -> NavigationProperty? { navigationIndex[name].map { navigationProperties[$0] } }
}

/// A unique combination of columns besides the primary key, by which a row can be addressed.
public struct AlternateKey: Hashable, Sendable {
  public let name: String
  public let properties: [String]

  public init(name: String, properties: [String]) {
    self.name = name
    self.properties = properties
  }
}

public struct Property: Hashable, Sendable {
  public let name: String
  public let type: EdmType
  public let isNullable: Bool
  /// Longest text in characters; `nil` for no bound or for other types.
  public let maxLength: Int?
  /// Decimals of `Edm.Decimal` as the column keeps them.
  public let scale: Int?
  /// Set by the server only.
  public let isComputed: Bool
  /// The type as the document writes it, where `type` is a wider one: `Edm.Int16` of an `int32`, the name of a type definition.
  public let declaredType: String?

  public init(
    name: String, type: EdmType, isNullable: Bool = true, maxLength: Int? = nil, scale: Int? = nil, isComputed: Bool = false,
    declaredType: String? = nil
  ) {
    self.declaredType = declaredType
    self.name = name
    self.type = type
    self.isNullable = isNullable
    self.maxLength = maxLength
    self.scale = scale
    self.isComputed = isComputed
  }
}

/// A property whose type the room knows by name only.
public struct OpaqueProperty: Hashable, Sendable {
  public let name: String
  /// As CSDL writes it: `Edm.Duration`, `Collection(Edm.String)`, `Microsoft.Dynamics.CRM.Label`.
  public let type: String
  public let isNullable: Bool
  public let isComputed: Bool

  public init(name: String, type: String, isNullable: Bool = true, isComputed: Bool = false) {
    self.name = name
    self.type = type
    self.isNullable = isNullable
    self.isComputed = isComputed
  }
}

public enum EdmType: Hashable, Sendable {
  case string, boolean, int32, int64, decimal, double, guid, date, dateTimeOffset, binary
  /// Unqualified name of an enumeration of the model.
  case enumeration(String)
}

extension EdmType {
  /// `Edm.String` and so on; enumerations are qualified with the namespace given.
  public func qualifiedName(in namespace: String) -> String {
    switch self {
    case .string: "Edm.String"
    case .boolean: "Edm.Boolean"
    case .int32: "Edm.Int32"
    case .int64: "Edm.Int64"
    case .decimal: "Edm.Decimal"
    case .double: "Edm.Double"
    case .guid: "Edm.Guid"
    case .date: "Edm.Date"
    case .dateTimeOffset: "Edm.DateTimeOffset"
    case .binary: "Edm.Binary"
    case .enumeration(let name): "\(namespace).\(name)"
    }
  }
}

public struct EnumType: Hashable, Sendable {
  public struct Member: Hashable, Sendable {
    public let name: String
    public let value: Int64

    public init(_ name: String, _ value: Int64) {
      self.name = name
      self.value = value
    }
  }

  public let name: String
  public let members: [Member]
  /// Whether a value may be several members at once.
  public let isFlags: Bool
  /// The type of the numbers, where it is not `Edm.Int32`.
  public let underlyingType: String?

  public init(name: String, members: [Member], isFlags: Bool = false, underlyingType: String? = nil) {
    self.name = name
    self.members = members
    self.isFlags = isFlags
    self.underlyingType = underlyingType
  }

  public func value(of name: String) -> Int64? { members.first { $0.name == name }?.value }
  public func name(of value: Int64) -> String? { members.first { $0.value == value }?.name }
}

/// A property that leads to another entity (a lookup) or to many (a collection).
public struct NavigationProperty: Hashable, Sendable {
  /// Which column of this entity holds which key column of the other; the other way round for a collection.
  public struct Constraint: Hashable, Sendable {
    public let property: String
    public let referencedProperty: String

    public init(property: String, referencedProperty: String) {
      self.property = property
      self.referencedProperty = referencedProperty
    }
  }

  public let name: String
  /// Unqualified name of the target's entity type, and the set its rows stand in.
  public let targetType: String
  public let targetSet: String
  public let isCollection: Bool
  /// For a lookup: own column → key column of the target. For a collection: own key column → column of the target.
  public let constraints: [Constraint]
  /// The navigation property of the target that leads back, if any.
  public let partner: String?
  /// A lookup that may point at several tables has one navigation property for each. This names the hidden column that
  /// says which table a row's lookup points at (its value is `targetType`); `nil` where there is only one.
  public let discriminator: String?
  /// Whether a lookup may be empty.
  public let isNullable: Bool
  /// Whether the targets live inside this entity and in no set of their own.
  public let containsTarget: Bool
  /// Further entity types that a lookup of several types of one kind may lead to (users and teams, both principals of Dataverse); they
  /// have the key of the target.
  public var alternatives: [String] = []
  /// The table that holds the pairs, for a collection of many rows to many; such a collection has no constraints.
  public var intersect: Intersect?

  /// A table of pairs of rows.
  public struct Intersect: Hashable, Sendable {
    public let table: String
    /// Its column that holds `key` of the row the collection belongs to.
    public let near: String
    public let key: String
    /// Its column that holds `targetKey` of the rows in the collection.
    public let far: String
    public let targetKey: String

    public init(table: String, near: String, key: String, far: String, targetKey: String) {
      self.table = table
      self.near = near
      self.key = key
      self.far = far
      self.targetKey = targetKey
    }
  }

  public init(
    name: String, targetType: String, targetSet: String, isCollection: Bool = false, constraints: [Constraint], partner: String? = nil,
    discriminator: String? = nil, isNullable: Bool = true, containsTarget: Bool = false
  ) {
    self.isNullable = isNullable
    self.containsTarget = containsTarget
    self.name = name
    self.targetType = targetType
    self.targetSet = targetSet
    self.isCollection = isCollection
    self.constraints = constraints
    self.partner = partner
    self.discriminator = discriminator
  }
}

/// An action or function the service offers.
public struct Operation: Hashable, Sendable {
  public enum Kind: String, Sendable { case action = "Action", function = "Function" }
  public enum Binding: Hashable, Sendable {
    case unbound
    case entity(String)
    case collection(String)
  }

  public struct Parameter: Hashable, Sendable {
    public let name: String
    /// A type name as CSDL writes it, for example `Edm.Guid` or `Microsoft.Dynamics.CRM.quoteclose`.
    public let type: String
    public let isNullable: Bool

    public init(name: String, type: String, isNullable: Bool = true) {
      self.name = name
      self.type = type
      self.isNullable = isNullable
    }
  }

  public let name: String
  public let kind: Kind
  public let binding: Binding
  public let parameters: [Parameter]
  /// A type name as CSDL writes it; `nil` for nothing.
  public let returnType: String?
  public let isReturnNullable: Bool
  /// Whether a path may go on behind the function.
  public let isComposable: Bool
  /// Where a bound operation's results come from, seen from its first parameter.
  public let entitySetPath: String?

  public init(
    name: String, kind: Kind, binding: Binding = .unbound, parameters: [Parameter] = [], returnType: String? = nil,
    isReturnNullable: Bool = true, isComposable: Bool = false, entitySetPath: String? = nil
  ) {
    self.isReturnNullable = isReturnNullable
    self.isComposable = isComposable
    self.entitySetPath = entitySetPath
    self.name = name
    self.kind = kind
    self.binding = binding
    self.parameters = parameters
    self.returnType = returnType
  }
}
