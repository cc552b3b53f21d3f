public import Foundation
import Synchronization

/// Folders of engines, one for each world, for as long as this program runs.
public final class EngineFolders: Sendable {
  private let root = FileManager.default.temporaryDirectory.appendingPathComponent(
    "p2c-engines-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)")
  private let worlds = Mutex(0)

  public init() {}

  /// A folder for another world, which whoever uses it makes and removes.
  public func next() -> URL {
    let number = worlds.withLock { worlds in
      worlds += 1
      return worlds
    }
    return root.appendingPathComponent("world-\(number)")
  }

  /// What cannot be removed stays where temporary files are.
  public func removeAll() { try? FileManager.default.removeItem(at: root) }
}
