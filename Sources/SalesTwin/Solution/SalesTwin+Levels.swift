public import Twin

extension SalesTwin {
  /// The versions of the solution at which its capabilities change, the oldest first.
  /// - Throws: `ModelError` for a damaged model file.
  public static func levels() throws -> [LevelTable.Level] {
    try LevelTable(directory: modelDirectory).levels
  }

  /// What versions of the solution may offer, in words.
  /// - Throws: `ModelError` for a damaged model file.
  public static func capabilityTable() throws -> CapabilityTable { try CapabilityTable(directory: modelDirectory) }

  /// What a version of the solution offers; nothing for `nil`, where there is none.
  /// - Throws: `ConfigurationError` for a text that is no version, `ModelError` for a damaged model file.
  public static func capabilities(ofSolution version: String?) throws -> Set<String> {
    try SolutionLevel(version: version, levels: LevelTable(directory: modelDirectory)).capabilities
  }

  /// Whether a text can be a version of the solution, such as `1.15.0.1`.
  public static func isSolutionVersion(_ text: String) -> Bool { VersionNumber(text) != nil }
}
