import Synchronization

/// Values that several lanes of a run need and that one of them makes: who comes first makes it on its own executor, the others wait.
final class MadeOnce<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private enum Entry {
    case underWay([CheckedContinuation<Result<Value, any Error>?, Never>])
    case made(Result<Value, any Error>)
  }

  private let entries = Mutex<[Key: Entry]>([:])

  /// - Throws: what `make` throws, for everybody who asks for that key.
  func value(_ key: Key, make: () async throws -> Value) async throws -> Value {
    if let known = await known(key) { return try known.get() }
    let made: Result<Value, any Error>
    do { made = .success(try await make()) } catch { made = .failure(error) }
    let waiting = entries.withLock { entries in
      defer { entries[key] = .made(made) }
      if case .underWay(let waiting) = entries[key] { return waiting }
      return []
    }
    for continuation in waiting { continuation.resume(returning: made) }
    return try made.get()
  }

  /// What is made already or by somebody else; `nil` for whoever has to make it.
  private func known(_ key: Key) async -> Result<Value, any Error>? {
    while true {
      let isOurs = entries.withLock { entries in
        if entries[key] != nil { return false }
        entries[key] = .underWay([])
        return true
      }
      if isOurs { return nil }
      // Nothing comes where the value was let go meanwhile: then it has to be made again.
      if let made = await made(key) { return made }
    }
  }

  private func made(_ key: Key) async -> Result<Value, any Error>? {
    await withCheckedContinuation { continuation in
      let answer: Result<Value, any Error>?? = entries.withLock { entries in
        switch entries[key] {
        case .made(let value): return .some(value)
        case .underWay(let waiting):
          entries[key] = .underWay(waiting + [continuation])
          return nil
        case nil: return .some(nil)
        }
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }

  /// Lets a value go.
  func forget(_ key: Key) { entries.withLock { $0[key] = nil } }
}
