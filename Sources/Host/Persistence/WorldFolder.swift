import FoundationEssentials
import OData

/// The files of one world.
struct WorldFolder: Sendable {
  let path: String

  var salesFile: String { "\(path)/sales.db" }
  var supplyChainFile: String { "\(path)/supply-chain.db" }
  private var recordFile: String { "\(path)/world.json" }
  private var snapshotsPath: String { "\(path)/snapshots" }
  private var pendingFile: String { "\(path)/restore.pending" }
  private static let imageEnding = ".p2cworld"

  /// Whether the world was made to the end.
  var isComplete: Bool { FileManager.default.fileExists(atPath: recordFile) }

  /// An empty folder: whatever a world that was not made to the end has left is removed.
  func prepare() throws(DataError) {
    try remove()
    try attempt("make \(path)") { try FileManager.default.createDirectory(atPath: snapshotsPath, withIntermediateDirectories: true) }
  }

  /// The record goes first, so that half a removal leaves no world behind.
  func remove() throws(DataError) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    try attempt("remove \(path)") {
      if isComplete { try FileManager.default.removeItem(atPath: recordFile) }
      try FileManager.default.removeItem(atPath: path)
    }
  }

  func record() throws(DataError) -> WorldRecord {
    guard let data = FileManager.default.contents(atPath: recordFile) else { throw DataError("cannot read \(recordFile)") }
    return try WorldRecord(Array(data), file: recordFile)
  }

  func save(_ record: WorldRecord) throws(DataError) { try write(record.encoded, to: recordFile) }

  // MARK: Snapshots

  func snapshots() throws(DataError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: snapshotsPath).filter { $0.hasSuffix(Self.imageEnding) }
        .map { String($0.dropLast(Self.imageEnding.count)) }.sorted()
    } catch {
      throw DataError("cannot list \(snapshotsPath): \(error)")
    }
  }

  func snapshot(_ name: String) throws -> WorldImage? {
    guard let data = FileManager.default.contents(atPath: snapshotFile(name)) else { return nil }
    return try WorldImage(decoding: Array(data))
  }

  func save(_ image: WorldImage, as name: String) throws(DataError) { try write(image.encoded, to: snapshotFile(name)) }

  func removeSnapshot(_ name: String) throws(DataError) {
    try attempt("remove the snapshot \(name)") { try FileManager.default.removeItem(atPath: snapshotFile(name)) }
  }

  private func snapshotFile(_ name: String) -> String { "\(snapshotsPath)/\(name)\(Self.imageEnding)" }

  // MARK: A restore that must not stop half-way

  /// Both databases change in two steps. What is to be restored is kept until both are done, so that whoever opens the folder after
  /// a crash in between does it again.
  func restoring(_ image: WorldImage, _ body: () throws -> Void) throws {
    try write(image.encoded, to: pendingFile)
    try body()
    try attempt("remove \(pendingFile)") { try FileManager.default.removeItem(atPath: pendingFile) }
  }

  /// What a restore that was cut short meant to bring back.
  func pendingRestore() throws -> WorldImage? {
    guard let data = FileManager.default.contents(atPath: pendingFile) else { return nil }
    return try WorldImage(decoding: Array(data))
  }

  /// Removes both databases: what is to be restored takes their place.
  func removeDatabases() throws(DataError) {
    for file in [salesFile, supplyChainFile].flatMap({ [$0, "\($0)-wal", "\($0)-shm"] })
    where FileManager.default.fileExists(atPath: file) {
      try attempt("remove \(file)") { try FileManager.default.removeItem(atPath: file) }
    }
  }

  /// The new bytes or the old, never half of them: written beside the file, then put in its place.
  private func write(_ bytes: [UInt8], to file: String) throws(DataError) {
    try attempt("write \(file)") { try Data(bytes).write(to: URL(filePath: file), options: .atomic) }
  }

  private func attempt<T>(_ what: String, _ body: () throws -> T) throws(DataError) -> T {
    do { return try body() } catch { throw DataError("cannot \(what): \(error)") }
  }
}
