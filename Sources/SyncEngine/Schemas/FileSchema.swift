public import OData

/// The kinds of files people write for the engine, each with the JSON Schema that editors check it with.
public enum FileSchema: String, Sendable, CaseIterable {
  case project
  case connectionSet = "connection-set"
  case template

  /// Made from what the reader of such files checks.
  public var json: JSON {
    switch self {
    case .project: JSONSchema.document(of: ProjectFile.shape, title: "Project")
    case .connectionSet: JSONSchema.document(of: ConnectionSetFile.shape, title: "Connection set")
    case .template: JSONSchema.document(of: TemplateCatalog.fileShape, title: "Template")
    }
  }
}
