import OData
import StrictYAML
import Twin

extension MapReader {
  /// Service protection: `on`, `off`, or a mapping of what is different from the product's own limits.
  /// - Parameter resources: see `LimitSettings`.
  func limits(_ key: String, resources: Bool = false) -> LimitSettings? {
    guard let yaml = value(key) else { return nil }
    do {
      switch yaml {
      case .scalar(let scalar) where ["off", "no"].contains(scalar.text): return nil
      case .scalar(let scalar): return try LimitSettings(text: scalar.text, resources: resources)
      case .map(let members, _):
        return try LimitSettings(JSONObject(members.map { JSONObject.Member($0.key.text, Self.setting($0.value)) }), resources: resources)
      case .list:
        report(yaml.position, "'\(key)' is on, off, or a mapping of what is different")
        return nil
      }
    } catch {
      report(yaml.position, "\(error)")
      return nil
    }
  }

  private static func setting(_ yaml: YAML) -> JSON {
    switch yaml {
    case .scalar(let scalar): LimitSettings.value(scalar.text)
    case .map(let members, _): .object(JSONObject(members.map { JSONObject.Member($0.key.text, setting($0.value)) }))
    case .list(let members, _): .array(members.map(setting))
    }
  }
}
