import EntityStore
import OData

/// What a fault that is set up remembers from strike to strike.
final class FaultMemory {
  /// Something it has seen, such as a metadata document.
  var bodies: [String: HTTPResponse] = [:]
  /// Content of systems, by name.
  var backups: [String: [UInt8]] = [:]
  /// Requests that were held back.
  var heldBack: [HTTPRequest] = []
  /// What was done, to be undone.
  var done: [HTTPRequest] = []
}
