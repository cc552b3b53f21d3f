import Twin

/// Which capabilities a version of the Prospect to cash solution has: the newest level of levels.csv not above it.
struct SolutionLevel {
  let capabilities: Set<String>

  /// - Throws: `ConfigurationError` for a text that is no version, such as `1.x`.
  init(version: String?, levels: LevelTable) throws {
    guard let version else {
      capabilities = []
      return
    }
    guard let wanted = VersionNumber(version) else { throw ConfigurationError.badSolutionVersion(version) }
    let reached = levels.levels.filter { level in VersionNumber(level.name).map { $0 <= wanted } ?? false }
    capabilities = Set(reached.last?.capabilities ?? [])
  }
}
