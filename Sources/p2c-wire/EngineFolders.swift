import Foundation
import Synchronization

/// Folders of engines, one for each world, for as long as this program runs.
final class EngineFolders: Sendable {
  private let root = FileManager.default.temporaryDirectory.appendingPathComponent(
    "p2c-engines-\(ProcessInfo.processInfo.processIdentifier)")
  private let worlds = Mutex(0)

  /// A folder for another world; that of the world before is removed.
  func next() -> URL {
    let number = worlds.withLock { worlds in
      worlds += 1
      return worlds
    }
    if number > 1 { remove(root.appendingPathComponent("world-\(number - 1)")) }
    return root.appendingPathComponent("world-\(number)")
  }

  func removeAll() { remove(root) }

  /// What cannot be removed stays where temporary files are.
  private func remove(_ url: URL) { try? FileManager.default.removeItem(at: url) }
}
