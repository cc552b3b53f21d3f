/// What a mapping row of type `Fn` does to a value, in order. One type per transform; this is their table.
public enum Transform: Hashable, Sendable {
  case setDefault(DefaultTransform)
  case valueMap(ValueMapTransform)
  case truncate(TruncateTransform)
  case countryRegionNameToISOCode(CountryRegionTransform)

  /// The name in the stored form, `[{"transformType":"Default","defaultValue":"10"}]`.
  public var typeName: String {
    switch self {
    case .setDefault: DefaultTransform.typeName
    case .valueMap: ValueMapTransform.typeName
    case .truncate: TruncateTransform.typeName
    case .countryRegionNameToISOCode: CountryRegionTransform.typeName
    }
  }

  /// Whether it can give a value where there is none.
  public var suppliesValue: Bool {
    switch self {
    case .setDefault: true
    case .valueMap(let map): map.blankValue != nil
    case .truncate, .countryRegionNameToISOCode: false
    }
  }

  /// Whether it leaves a value that is there as it is, but for its length.
  var passesOn: Bool {
    switch self {
    case .setDefault, .truncate: true
    case .valueMap, .countryRegionNameToISOCode: false
    }
  }

  /// - Parameters:
  ///   - text: the value as text, empty for none.
  ///   - maxLength: longest text the destination takes, where it says so.
  func applied(to text: String, maxLength: Int?) -> String {
    switch self {
    case .setDefault(let transform): transform.applied(to: text)
    case .valueMap(let transform): transform.applied(to: text)
    case .truncate(let transform): transform.applied(to: text, maxLength: maxLength)
    case .countryRegionNameToISOCode(let transform): transform.applied(to: text)
    }
  }
}
