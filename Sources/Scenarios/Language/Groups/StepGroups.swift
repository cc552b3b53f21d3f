import StrictYAML

/// The groups of steps one scenario includes, each read once.
final class StepGroups {
  private var known: [String: StepGroup?] = [:]
  /// Files that are being read, the outermost first.
  private var open: [String] = []

  /// Whether a step that was read expects something of requests.
  var lookAtRequests = false

  /// Most steps a group may come to with all it includes; more is a group that multiplies.
  static let stepsMax = 10_000

  /// The group in a file; `nil` where what is wrong with it was told before.
  /// - Throws: `MalformedFile` for what is wrong with it or a group it includes; a group that includes itself is one.
  func group(at path: String, named position: SourcePosition, _ context: ReadingContext) throws(MalformedFile) -> StepGroup? {
    if let first = open.firstIndex(of: path) {
      let circle = (open[first...] + [path]).joined(separator: " → ")
      throw MalformedFile([Diagnostic(position, "the group includes itself: \(circle)")])
    }
    if let group = known[path] { return group }
    open.append(path)
    known[path] = .some(nil)
    defer { open.removeLast() }
    let group = try StepGroup(SourceFile(reading: path), context)
    guard group.stepCount <= Self.stepsMax else {
      throw MalformedFile([Diagnostic(position, "'\(path)' comes to \(group.stepCount) steps; at most \(Self.stepsMax) are taken")])
    }
    known[path] = group
    return group
  }

  /// A group that was read before, and is well.
  func group(at path: String) -> StepGroup? { known[path] ?? nil }
}
