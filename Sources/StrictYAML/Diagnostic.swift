/// One complaint about a file, with its place.
public struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
  public let position: SourcePosition
  public let message: String

  public init(_ position: SourcePosition, _ message: String) {
    self.position = position
    self.message = message
  }

  /// `file:line:column: error: message`, the form editors and CI services make clickable.
  public var description: String { "\(position): error: \(message)" }
}

/// A file that cannot be used. Nothing of it was taken over.
public struct MalformedFile: Error, Hashable, Sendable, CustomStringConvertible {
  /// Every complaint, in the order of the file. Never empty.
  public let diagnostics: [Diagnostic]

  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
