/// A blueprint for projects: tasks with their mappings (data-integration.md 1.1).
public struct Template: Sendable {
  /// The published name in its older spelling, for example `Accounts (Sales to Fin and Ops) - Direct`.
  public let name: String
  /// `T1` … `T8` for the Direct templates.
  public let id: String
  /// Which edition it is, where that is told; `2017-11` is the edition of the published mapping pictures.
  public let version: String?
  /// Every other name the template answers to: the newer spelling, a short one.
  public let aliases: [String]
  /// Ids of templates whose projects must have run before, where they are used.
  public let requires: [String]
  public let tasks: [TaskDefinition]

  public init(name: String, id: String, version: String? = nil, aliases: [String], requires: [String], tasks: [TaskDefinition]) {
    self.name = name
    self.id = id
    self.version = version
    self.aliases = aliases
    self.requires = requires
    self.tasks = tasks
  }
}
