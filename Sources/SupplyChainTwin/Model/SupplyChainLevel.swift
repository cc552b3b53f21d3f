public import Twin

/// A release of Supply Chain and the hotfixes installed on it: `7.3`, `7.2+KB4036461+KB4036524`. Every combination of a release's
/// hotfixes is a level.
public struct SupplyChainLevel: Hashable, Sendable, CustomStringConvertible {
  public let release: String
  /// In the order of `hotfixes.csv`, each once.
  public let hotfixes: [String]
  /// What the release and its hotfixes offer together.
  public let capabilities: Set<String>

  public var description: String { ([release] + hotfixes).joined(separator: "+") }

  /// - Parameter literalKbText: takes the published text of a hotfix at its word where that is likely a slip (KB4051266).
  /// - Throws: `SupplyChainModelError` for an unknown release or hotfix, or a hotfix of another release; `ModelError` for damaged
  ///   model files.
  public init(_ text: String, literalKbText: Bool = false) throws {
    let directory = ModelResources.directory
    let releases = try LevelTable(directory: directory)
    let parts = text.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
    guard let name = parts.first, let release = releases[name] else {
      let known = releases.levels.map(\.name).joined(separator: ", ")
      throw SupplyChainModelError(
        message: "Supply Chain has no level '\(text)'. Releases: \(known); hotfixes stand behind them, as in 7.2+KB4036461+KB4036524.")
    }
    let known = try Hotfix.all(directory: directory)
    for name in parts.dropFirst() {
      guard let hotfix = known.first(where: { $0.name == name }) else {
        let fitting = known.filter { $0.release == release.name }.map(\.name)
        throw SupplyChainModelError(
          message: "There is no hotfix '\(name)'. "
            + (fitting.isEmpty ? "Release \(release.name) needs none." : "Those of \(release.name): \(fitting.joined(separator: ", ")).")
        )
      }
      guard hotfix.release == release.name else {
        throw SupplyChainModelError(message: "\(name) is a hotfix of release \(hotfix.release) and cannot be installed on \(release.name).")
      }
    }
    self.release = release.name
    let installed = known.filter { parts.dropFirst().contains($0.name) }
    hotfixes = installed.map(\.name)
    let contained = known.filter { hotfix in installed.contains { $0.contains.contains(hotfix.name) } }
    capabilities = (installed + contained).reduce(into: Set(release.capabilities)) { capabilities, hotfix in
      capabilities.formUnion(literalKbText && !hotfix.printed.isEmpty ? hotfix.printed : hotfix.capabilities)
    }
  }

  /// The level once a hotfix is installed, or another release has taken the place of this one.
  /// - Parameter name: `KB4045570`, or `7.3`.
  /// - Throws: `SupplyChainModelError` for what is not there, does not fit, is installed already, or would be a step back.
  public func installing(_ name: String, literalKbText: Bool = false) throws -> SupplyChainLevel {
    let releases = try LevelTable(directory: ModelResources.directory).levels.map(\.name)
    guard let new = releases.firstIndex(of: name), let old = releases.firstIndex(of: release) else {
      if hotfixes.contains(name) { throw SupplyChainModelError(message: "\(name) is installed already.") }
      return try SupplyChainLevel("\(self)+\(name)", literalKbText: literalKbText)
    }
    guard new > old else {
      throw SupplyChainModelError(message: "Release \(name) cannot take the place of \(release): there is no way back.")
    }
    return try SupplyChainLevel(name, literalKbText: literalKbText)
  }

  /// The releases there are, the oldest first.
  /// - Throws: `ModelError` for a damaged model file.
  public static func releases() throws -> [LevelTable.Level] { try LevelTable(directory: ModelResources.directory).levels }

  /// What levels may offer, in words.
  /// - Throws: `ModelError` for a damaged model file.
  public static func capabilityTable() throws -> CapabilityTable { try CapabilityTable(directory: ModelResources.directory) }

  /// The hotfixes there are, in the order they are installed in.
  /// - Throws: `SupplyChainModelError` for a damaged model file.
  public static func hotfixes() throws -> [Hotfix] { try Hotfix.all(directory: ModelResources.directory) }
}
