import SyncEngine
import Synchronization

/// The engine's templates, read when they are first asked for, and once: a world begins without them. Whoever asks meanwhile waits.
final class BuiltInTemplates: Sendable {
  private let known = Mutex<TemplateCatalog?>(nil)

  /// - Throws: as `TemplateCatalog.builtIn`.
  func catalog() throws -> TemplateCatalog {
    try known.withLock { known in
      if let known { return known }
      let made = try TemplateCatalog.builtIn()
      known = made
      return made
    }
  }
}
