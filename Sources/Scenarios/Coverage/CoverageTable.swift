import Foundation
public import StrictYAML
import SyncEngine

/// All of `Fixtures/coverage`: what both products do and how far their twins do the same.
public struct CoverageTable: Sendable {
  public let files: [CoverageFile]

  public init(_ files: [CoverageFile]) { self.files = files }

  /// How much of a system's known behaviour is emulated.
  public struct Share: Hashable, Sendable {
    public var counts: [CoverageRow.State: Int] = [:]
    public var all: Int { counts.values.reduce(0, +) }
    /// In percent, rounded down.
    public var emulatedPercent: Int { all == 0 ? 0 : (counts[.emulated] ?? 0) * 100 / all }
  }

  public func share(of files: [CoverageFile]) -> Share {
    var share = Share()
    for row in files.flatMap(\.rows) { share.counts[row.state, default: 0] += 1 }
    return share
  }

  public func files(of system: SystemName) -> [CoverageFile] { files.filter { $0.system == system } }

  /// Proofs that are not there.
  /// - Parameter proves: whether something proves, such as a file that exists.
  public func unproven(_ proves: (CoverageProof) -> Bool) -> [Diagnostic] {
    files.flatMap { file in
      file.rows.flatMap { row in
        row.proofs.filter { !proves($0) }.map { proof in
          Diagnostic(file.positions[row] ?? .start(of: file.file.path), "the proof '\(proof)' is not there")
        }
      }
    }
  }
}

/// Where proofs are looked for: the folders of the project.
public struct ProofFinder {
  private let root: String
  private let testTitles: Set<String>

  /// - Parameter root: the folder of the package.
  public init(root: String) {
    self.root = root
    testTitles = Self.titles(in: "\(root)/Tests")
  }

  public func finds(_ proof: CoverageProof) -> Bool {
    switch proof {
    case .contract(let name): FileManager.default.fileExists(atPath: "\(root)/Fixtures/contracts/\(name).yaml")
    case .scenario(let name): FileManager.default.fileExists(atPath: "\(root)/scenarios/\(name).yaml")
    case .test(let title): testTitles.contains(title)
    }
  }

  /// The sentences of all `@Test("…")`.
  private static func titles(in folder: String) -> Set<String> {
    var titles: Set<String> = []
    for name in (FileManager.default.subpaths(atPath: folder) ?? []) where name.hasSuffix(".swift") {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
      for match in String(decoding: data, as: UTF8.self).matches(of: /@Test\(\s*"((?:[^"\\]|\\.)*)"/) {
        titles.insert(String(match.1).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\"))
      }
    }
    return titles
  }
}
