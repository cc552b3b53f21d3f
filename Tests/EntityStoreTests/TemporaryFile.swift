import Foundation

/// Database files of tests. In a file of its own because Foundation has an `Expression` too.
enum TemporaryFile {
  static func freshPath() -> String {
    var generator = SystemRandomNumberGenerator()
    return NSTemporaryDirectory() + "/p2c-store-\(generator.next()).db"
  }

  /// Removes the database with what belongs to its log.
  static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  }
}
