import OData

/// Finds properties and lookups of an entity type by name without regard to case: the pictures write finance and operations names in
/// upper case.
struct FieldIndex {
  let type: EntityType
  private let properties: [String: Property]
  private let navigations: [String: NavigationProperty]

  init(_ type: EntityType) {
    self.type = type
    properties = Dictionary(type.properties.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    navigations = Dictionary(type.navigationProperties.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
  }

  func property(_ name: String) -> Property? { properties[name.lowercased()] }

  /// A single-valued lookup of that name.
  func lookup(_ name: String) -> NavigationProperty? { navigations[name.lowercased()].flatMap { $0.isCollection ? nil : $0 } }

  /// Whether rows of this type have a lookup of that name, to one table or to several.
  func isLookup(_ name: String) -> Bool {
    let prefix = "\(name.lowercased())_"
    return lookup(name) != nil || navigations.contains { $0.key.hasPrefix(prefix) && !$0.value.isCollection }
  }

  /// The navigation property of a lookup that may point at several tables: `customerid` to `account` is `customerid_account`.
  func lookup(_ name: String, to table: String) -> NavigationProperty? {
    if let suffixed = lookup("\(name)_\(table)") { return suffixed }
    return lookup(name).flatMap { $0.targetType.equalsFolded(table) ? $0 : nil }
  }
}
