import StrictYAML

/// One of the settings that a scenario with `at:` runs with: `at: {level: ["1611", "7.2"]}`.
struct SettingVariant: Sendable, CustomStringConvertible {
  enum Setting: String, CaseIterable, Sendable { case level, solutionVersion, webApi }

  let setting: Setting
  let value: String

  func apply(_ settings: inout WorldSettings) {
    switch setting {
    case .level: settings.supplyChainLevel = value
    case .solutionVersion: settings.solutionVersion = value == "none" ? "" : value
    case .webApi: settings.salesWebAPI = value
    }
  }

  var description: String {
    switch setting {
    case .level: value
    case .solutionVersion: value == "none" ? "no solution" : "solution \(value)"
    case .webApi: "Sales \(value)"
    }
  }

  static func read(_ map: MapReader, _ collector: DiagnosticCollector) -> [SettingVariant] {
    let keys = Setting.allCases.map(\.rawValue)
    guard let yaml = map.value("at"), let inner = MapReader(yaml, what: "'at'", keys: keys, collector) else { return [] }
    let given = Setting.allCases.filter { inner.has($0.rawValue) }
    guard given.count == 1, let setting = given.first, !inner.texts(setting.rawValue).isEmpty else {
      collector.report(yaml.position, "'at' takes one list of settings to run with: \(keys.joined(separator: ", "))")
      return []
    }
    return inner.texts(setting.rawValue).map { SettingVariant(setting: setting, value: $0.text) }
  }
}
