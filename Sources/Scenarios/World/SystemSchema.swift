public import OData
import Twin

/// What a world knows of one system's entities: for checking a scenario before it runs, and for putting values into the
/// form each property wants.
public struct SystemSchema: Sendable {
  public let system: SystemName
  public let model: EdmModel
  /// What follows from the model and is worked out once, for all worlds that have it.
  let derived = DerivedValues()

  public init(system: SystemName, model: EdmModel) {
    self.system = system
    self.model = model
  }

  /// The business key of a set; empty when there is none.
  func businessKey(_ set: String) -> [String] {
    switch system {
    case .sales: BusinessKeys.sales[set] ?? []
    case .supplyChain: model.entityType(ofSet: set)?.key.filter { $0 != "dataAreaId" } ?? []
    }
  }

  /// The single-valued navigation a friendly name means: `customerid_account` for `customerid` with `account`,
  /// `transactioncurrencyid` for `currency`-less `transactioncurrency`.
  func lookup(_ name: String, to target: String?, on type: EntityType) -> NavigationProperty? {
    let candidates = [name, "\(name)id"].flatMap { base in target.map { [base, "\(base)_\($0)"] } ?? [base] }
    for candidate in candidates.reversed() {
      if let navigation = type.navigationProperty(candidate), !navigation.isCollection { return navigation }
    }
    return nil
  }

  /// Every word a `with:` of this entity may use, for suggestions.
  func names(of type: EntityType) -> [String] {
    type.properties.map(\.name) + type.navigationProperties.map(\.name)
  }
}

/// The schemas of both systems.
public struct WorldSchemas: Sendable {
  public let sales: SystemSchema
  public let supplyChain: SystemSchema

  public init(sales: EdmModel, supplyChain: EdmModel) {
    self.sales = SystemSchema(system: .sales, model: sales)
    self.supplyChain = SystemSchema(system: .supplyChain, model: supplyChain)
  }

  public subscript(system: SystemName) -> SystemSchema {
    switch system {
    case .sales: sales
    case .supplyChain: supplyChain
    }
  }
}
