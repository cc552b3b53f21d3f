/// Where readers of a file leave their complaints, so that one pass finds them all.
public final class DiagnosticCollector {
  public private(set) var diagnostics: [Diagnostic] = []

  public init() {}

  /// More than a person reads in one go; the rest would mostly be consequences.
  public static let countMax = 100

  public func report(_ position: SourcePosition, _ message: String) {
    let diagnostic = Diagnostic(position, message)
    // What is read twice is wrong once.
    if diagnostics.count < Self.countMax, !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  /// - Throws: `MalformedFile` when anything was reported.
  public func throwIfAny() throws(MalformedFile) {
    guard !diagnostics.isEmpty else { return }
    throw MalformedFile(diagnostics.sorted { ($0.position.line, $0.position.column) < ($1.position.line, $1.position.column) })
  }
}
