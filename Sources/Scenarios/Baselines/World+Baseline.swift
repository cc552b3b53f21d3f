extension World {
  /// Loads one stage of a baseline, the one every scenario starts from unless told otherwise.
  /// - Returns: what became of each load's rows; bad rows are in there, not thrown.
  /// - Throws: `MalformedFile` when a file is missing, is not CSV, or does not have the columns the mapping names.
  public func load(_ baseline: Baseline, stage: String = Baseline.firstStage) async throws -> [LoadReport] {
    // What was there before a world begins is not what its users ask for.
    twins?.pauseLimits(true)
    defer { twins?.pauseLimits(false) }
    return try await BaselineLoader(baseline, self).load(stage: stage)
  }
}
