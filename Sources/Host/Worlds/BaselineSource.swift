/// A baseline the host can load, by name.
public struct BaselineSource: Hashable, Sendable {
  public let name: String
  public let directory: String
  /// `nil` for `baseline.yaml` in the folder.
  public let mappingFile: String?

  public init(name: String, directory: String, mappingFile: String? = nil) {
    self.name = name
    self.directory = directory
    self.mappingFile = mappingFile
  }
}
