public import Twin

extension SupplyChainModel {
  /// The levels there are, the oldest first.
  /// - Throws: `ModelError` for a damaged model file.
  public static func levels() throws -> [LevelTable.Level] { try LevelTable(directory: ModelResources.directory).levels }
}
