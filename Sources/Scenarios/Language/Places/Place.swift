import SalesTwin
import StrictYAML
import SupplyChainTwin
import Twin

/// Where a scenario runs: the level of Supply Chain, the version of the solution and the version of Sales.
public struct Place: Hashable, Sendable {
  /// What of a place a scenario may choose.
  enum Aspect: String, CaseIterable, Sendable { case level, solutionVersion, webApi }

  /// `7.2+KB4036461`
  public let level: String
  /// `1.15.0.1`, or `none`.
  public let solutionVersion: String
  /// `9.2`
  public let webApi: String
  /// What the level and the solution offer, as `p2c levels` names it.
  let capabilities: Set<String>

  static let noSolution = "none"

  /// - Throws: what says that there is no such level or version.
  init(level: String, solutionVersion: String, webApi: String) throws {
    let known = try SupplyChainLevel(level)
    self.level = known.description
    self.solutionVersion = solutionVersion
    self.webApi = webApi
    let solution = try SalesTwin.capabilities(ofSolution: solutionVersion == Self.noSolution ? nil : solutionVersion)
    capabilities = known.capabilities.union(solution)
  }

  /// Where a world with these settings is.
  /// - Throws: as above.
  init(_ settings: WorldSettings) throws {
    if settings.supplyChainLevel == nil, settings.solutionVersion == nil, settings.salesWebAPI == nil {
      self = try Self.standard.get()
    } else {
      let configuration = WorldConfiguration(settings: settings)
      try self.init(level: configuration.supplyChain.level, configuration.sales)
    }
  }

  /// Where most scenarios run: read once, since every scenario file asks for it.
  private static let standard = Result { try Place(level: SupplyChainConfiguration().level, SalesConfiguration()) }

  private init(level: String, _ sales: SalesConfiguration) throws {
    try self.init(level: level, solutionVersion: sales.solutionVersion ?? Self.noSolution, webApi: sales.webAPI.rawValue)
  }

  subscript(aspect: Aspect) -> String {
    switch aspect {
    case .level: level
    case .solutionVersion: solutionVersion
    case .webApi: webApi
    }
  }

  /// As titles tell of it.
  func description(of aspect: Aspect) -> String {
    switch aspect {
    case .level: level
    case .solutionVersion: solutionVersion == Self.noSolution ? "no solution" : "solution \(solutionVersion)"
    case .webApi: "Sales \(webApi)"
    }
  }

  func apply(_ aspect: Aspect, to settings: inout WorldSettings) {
    switch aspect {
    case .level: settings.supplyChainLevel = level
    case .solutionVersion: settings.solutionVersion = solutionVersion == Self.noSolution ? "" : solutionVersion
    case .webApi: settings.salesWebAPI = webApi
    }
  }
}

extension Place {
  /// Every value an aspect may have: each release alone and with its hotfixes added one by one, as they are installed; each version of
  /// the solution that brought something; each version of Sales.
  /// - Throws: `ModelError` for a damaged model file.
  static func all(_ aspect: Aspect) throws -> [String] {
    switch aspect {
    case .level:
      let hotfixes = try SupplyChainLevel.hotfixes()
      return try SupplyChainLevel.releases().flatMap { release in
        let own = hotfixes.filter { $0.release == release.name }.map(\.name)
        return (0...own.count).map { ([release.name] + own.prefix($0)).joined(separator: "+") }
      }
    case .solutionVersion: return try SalesTwin.levels().map(\.name)
    case .webApi: return SalesConfiguration.WebAPI.allCases.map(\.rawValue)
    }
  }

  /// Every capability there is, of both systems.
  /// - Throws: `ModelError` for a damaged model file.
  static func allCapabilities() throws -> [String] {
    try (SupplyChainLevel.capabilityTable().capabilities + SalesTwin.capabilityTable().capabilities).map(\.name)
  }

  /// The value as an aspect holds it; reports one there is none of, with what may have been meant.
  static func value(_ scalar: YAML.Scalar, of aspect: Aspect, _ collector: DiagnosticCollector) -> String? {
    do {
      switch aspect {
      case .level: return try SupplyChainLevel(scalar.text).description
      case .solutionVersion:
        if scalar.text == noSolution || SalesTwin.isSolutionVersion(scalar.text) { return scalar.text }
        collector.report(scalar.position, "'\(scalar.text)' is no version of the solution; write one such as 1.15.0.1, or none")
      case .webApi:
        let known = try all(aspect)
        if known.contains(scalar.text) { return scalar.text }
        collector.report(scalar.position, "'\(scalar.text)' is no version of Sales; there are \(known.joined(separator: ", "))")
      }
    } catch {
      let hint = Suggestion.phrase(for: scalar.text, among: (try? all(aspect)) ?? [])
      let text = "\(error)"
      collector.report(scalar.position, "\(text.hasSuffix(".") ? String(text.dropLast()) : text)\(hint)")
    }
    return nil
  }

  /// Capabilities under a key; reports unknown ones.
  static func capabilities(_ map: MapReader, _ key: String) -> [String] {
    let words = map.texts(key)
    if words.isEmpty { return [] }
    let known: [String]
    do { known = try allCapabilities() } catch {
      map.report(map.keyPosition(key), "\(error)")
      return []
    }
    for word in words where !known.contains(word.text) {
      map.report(
        word.position,
        "'\(word.text)' is no capability\(Suggestion.phrase(for: word.text, among: known)); there are \(known.joined(separator: ", "))")
    }
    return words.map(\.text).filter(known.contains)
  }
}
