public import Twin

/// An update of one release, as `hotfixes.csv` has it.
public struct Hotfix: Hashable, Sendable {
  /// `KB4045570`
  public let name: String
  /// The release it is for.
  public let release: String
  /// What it adds.
  public let capabilities: [String]
  /// What its published text says it adds, where that is likely a slip; else empty.
  let printed: [String]
  /// Hotfixes it contains.
  public let contains: [String]
  /// What it is for, in a few words.
  public let content: String
  public let evidence: Evidence
  public let source: String

  /// What its published text says it brings, in the words of the table, where that is likely a slip.
  /// - Throws: `ModelError` for a damaged model file.
  public func printedText() throws -> String? {
    if printed.isEmpty { return nil }
    return try SupplyChainLevel.capabilityTable().capabilities.filter { printed.contains($0.name) }.map(\.title).joined(separator: ", ")
  }

  /// All there are, in the order of the file, which is the order they are installed in.
  /// - Throws: `SupplyChainModelError` for a damaged file.
  static func all(directory: String) throws -> [Hotfix] {
    let columns = ["hotfix", "release", "capabilities", "printed", "contains", "content", "evidence", "source"]
    return try BusinessModel.lines(directory, "hotfixes.csv", columns).map { line in
      guard let evidence = Evidence(rawValue: line[6]) else {
        throw SupplyChainModelError(message: "hotfixes.csv: '\(line[6])' of \(line[0]) is no evidence mark")
      }
      func list(_ text: String) -> [String] { text.split(separator: ";").map(String.init) }
      return Hotfix(
        name: line[0], release: line[1], capabilities: list(line[2]), printed: list(line[3]), contains: list(line[4]), content: line[5],
        evidence: evidence, source: line[7])
    }
  }
}
