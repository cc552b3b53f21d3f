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
    guard let wanted = Self.numbers(version) else { throw ConfigurationError.badSolutionVersion(version) }
    let reached = levels.levels.filter { level in Self.numbers(level.name).map { !wanted.lexicographicallyPrecedes($0) } ?? false }
    capabilities = Set(reached.last?.capabilities ?? [])
  }

  private static func numbers(_ version: String) -> [Int]? {
    let parts = version.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    return parts.contains(nil) ? nil : parts.compactMap { $0 }
  }
}
