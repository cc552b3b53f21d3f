import FoundationEssentials

/// A folder of ledgers that goes when nobody needs it any more.
final class LedgerFolder {
  private let folder: URL
  private var count = 0

  /// - Throws: what keeps the folder from being made; it must not be there yet.
  init(_ folder: URL) throws {
    self.folder = folder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path() }

  /// The path of a file that is not there yet.
  func next() -> String {
    count += 1
    return path("ledger-\(count).db")
  }
}
