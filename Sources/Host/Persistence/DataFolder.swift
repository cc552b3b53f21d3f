import FoundationEssentials
import OData
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The folder `--data` names: a lock and a folder for each world.
///
/// ```
/// DIR/p2c.lock
/// DIR/worlds/NAME/world.json        what the world is; written last, so a world is there when it is
/// DIR/worlds/NAME/sales.db          with its write-ahead log beside it
/// DIR/worlds/NAME/supply-chain.db
/// DIR/worlds/NAME/snapshots/*.p2cworld
/// ```
public final class DataFolder: Sendable {
  public let path: String
  /// The open lock file; `nil` when the folder was given back.
  private let lock: Mutex<Int32?>

  /// Makes the folder where it is missing, and takes its lock until it is given back, this object goes or the process ends:
  /// the system gives the lock back when a process ends, however it ends.
  /// - Throws: `DataError` when another process holds the folder, or it cannot be written.
  public init(_ path: String) throws(DataError) {
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: "\(path)/worlds", withIntermediateDirectories: true)
    } catch {
      throw DataError("cannot make the folder \(path): \(error)")
    }
    let file = "\(path)/p2c.lock"
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw DataError("cannot open \(file): \(String(cString: strerror(errno)))") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self).filter(\.isNumber) } ?? ""
      close(descriptor)
      throw DataError(
        "the folder \(path) is in use by another server\(holder.isEmpty ? "" : " (process \(holder))"); stop that one, or name another folder"
      )
    }
    let own = Array("\(getpid())\n".utf8)
    guard ftruncate(descriptor, 0) == 0, write(descriptor, own, own.count) == own.count else {
      close(descriptor)
      throw DataError("cannot write \(file): \(String(cString: strerror(errno)))")
    }
    lock = Mutex(descriptor)
  }

  deinit { release() }

  /// Gives the folder back; nothing of it may be used afterwards.
  func release() {
    lock.withLock { lock in
      if let descriptor = lock { close(descriptor) }
      lock = nil
    }
  }

  func world(_ name: String) -> WorldFolder { WorldFolder(path: "\(path)/worlds/\(name)") }

  /// Names of the worlds that are kept here, sorted.
  public func worlds() throws(DataError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: "\(path)/worlds").filter { world($0).isComplete }.sorted()
    } catch {
      throw DataError("cannot list \(path)/worlds: \(error)")
    }
  }
}

/// What is kept on disk cannot be used.
public struct DataError: Error, Hashable, Sendable, CustomStringConvertible {
  public let message: String
  public var description: String { message }

  init(_ message: String) { self.message = message }
}
