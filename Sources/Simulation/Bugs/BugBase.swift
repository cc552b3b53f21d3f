import FoundationEssentials
import OData
import Scenarios

/// A folder of scenarios that simulations have found: one file for each kind of finding, the smallest that leads to it.
public struct BugBase: Sendable {
  public let folder: String

  /// Where a finding comes from, for the top of its file.
  public struct Origin: Sendable {
    public let seed: UInt64
    public let weeks: Int
    /// The state of the sources; empty where nobody knows.
    public let commit: String

    public init(seed: UInt64, weeks: Int, commit: String) { (self.seed, self.weeks, self.commit) = (seed, weeks, commit) }
  }

  public init(folder: String) { self.folder = folder }

  /// The files that are there, in the order of their names.
  public var files: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
  }

  /// Keeps a history with a finding. A file of the same kind of finding is replaced where that one is longer.
  /// - Returns: the path of the file that leads to the finding, and whether it is this one.
  /// - Throws: what keeps the file from being written.
  public func keep(_ history: SimulatedHistory, from origin: Origin) throws -> (path: String, isNew: Bool) {
    let finding = history.finding?.kind ?? "nothing"
    let path = "\(folder)/\(Self.fileName(finding)).yaml"
    let comments = [
      "Found by: \(Self.command(origin))",
      "Commit: \(origin.commit.isEmpty ? "unknown" : origin.commit)",
      "Finding: \(finding)",
      "  \((history.finding?.message ?? "").split(separator: "\n").first ?? "")",
    ]
    let text = ScenarioText.text(history, title: "Found by simulation: \(finding)", comments: comments)
    if let known = FileManager.default.contents(atPath: path), known.count <= text.utf8.count { return (path, false) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
    return (path, true)
  }

  /// The command that makes the same history again.
  public static func command(_ origin: Origin) -> String {
    "p2c simulate --seeds 1 --from \(origin.seed) --weeks \(origin.weeks)"
  }

  /// `invariant-same-money`.
  private static func fileName(_ kind: String) -> String {
    let words = kind.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.joined(separator: "-").lowercased()
  }
}
