/// Finds out which files have changed from one look to the next, by their modification times.
public struct WatchedFiles {
  private let modified: (String) -> Int64?
  private var times: [String: Int64] = [:]

  /// - Parameter modified: when a file was written the last time, in any unit; `nil` where there is none.
  public init(modified: @escaping (String) -> Int64?) { self.modified = modified }

  /// Files that are new, were written or are gone since the last look, sorted. The first look finds everything new.
  public mutating func changes(in paths: [String]) -> [String] {
    var seen: [String: Int64] = [:]
    for path in paths { seen[path] = modified(path) }
    let changed = seen.filter { times[$0.key] != $0.value }.map(\.key) + times.keys.filter { seen[$0] == nil }
    times = seen
    return changed.sorted()
  }
}
