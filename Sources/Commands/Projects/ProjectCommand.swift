public import ArgumentParser

/// `p2c project`.
public struct ProjectCommand: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "project", abstract: "Make, check, show and compare project files of the engine.",
    discussion: """
      A project file names a template and says what differs from it (docs/projects.md).

      EXAMPLES
        p2c project new customers --template accounts
        p2c project validate customers.yaml
        p2c project validate customers.yaml --connection-set contoso.yaml
        p2c project show customers.yaml
        p2c project diff customers.yaml
        p2c project save-as-template customers.yaml --name "Customers of Contoso" --id C1 --into templates
      """,
    subcommands: [
      ProjectNewCommand.self, ProjectValidateCommand.self, ProjectShowCommand.self, ProjectDiffCommand.self,
      SaveAsTemplateCommand.self,
    ])

  public init() {}
}
