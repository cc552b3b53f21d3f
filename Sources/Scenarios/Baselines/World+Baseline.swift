extension World {
  /// Loads one stage of a baseline, the one every scenario starts from unless told otherwise.
  /// - Returns: what became of each load's rows; bad rows are in there, not thrown.
  /// - Throws: `MalformedFile` when a file is missing, is not CSV, or does not have the columns the mapping names.
  public func load(_ baseline: Baseline, stage: String = Baseline.firstStage) async throws -> [LoadReport] {
    try await BaselineLoader(baseline, self).load(stage: stage)
  }
}
