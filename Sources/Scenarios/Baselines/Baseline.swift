public import StrictYAML

/// A baseline: a folder of CSV files and the mapping file that says what they mean.
public struct Baseline: Sendable {
  /// The folder the mapping's file names start from.
  public let directory: String
  public let mapping: BaselineMapping
  public let path: LoadPath

  /// How rows get into the systems.
  public enum LoadPath: String, Sendable, CaseIterable {
    /// As requests, in batches: what any system takes.
    case api
    /// Straight into the store by the same business rules; falls back to requests where the store is out of reach.
    case store
  }

  /// The mapping file's name in a baseline's folder.
  public static let mappingName = "baseline.yaml"
  /// The stage that is loaded before the first step.
  public static let firstStage = "base"

  /// Reads the mapping file: the one given, else `baseline.yaml` in the folder.
  /// - Throws: `MalformedFile`.
  public init(directory: String, mappingFile: String? = nil, path: LoadPath = .api, schemas: WorldSchemas) throws(MalformedFile) {
    self.directory = directory
    self.path = path
    mapping = try BaselineMapping(SourceFile(reading: mappingFile ?? "\(directory)/\(Self.mappingName)"), schemas: schemas)
  }

  /// Stages in order of their first load.
  public var stages: [String] {
    mapping.loads.reduce(into: []) { stages, load in if !stages.contains(load.stage) { stages.append(load.stage) } }
  }
}
