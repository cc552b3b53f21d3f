import SyncEngine
import Testing

struct ProjectTests {
  let catalog: TemplateCatalog

  init() throws { catalog = try TemplateCatalog.builtIn() }

  private func read(_ text: String) throws -> Project { try ProjectFile.read(text, file: "p.yaml", catalog: catalog) }

  private func transforms(_ destination: String, in project: Project) -> [Transform] {
    project.tasks[0].rows.first { $0.destination == .column(destination) }?.transforms ?? []
  }

  @Test("A project file names a template and says what differs from it")
  func overrides() throws {
    let project = try read(
      """
      project: my accounts
      template: Accounts (Sales to Supply Chain Management) - Direct
      tasks:
        - task: Accounts - Customers
          filter: creditlimit gt 0
          defaults: {customergroupid: "20"}
          valueMaps: {ADDRESSCOUNTRYREGIONISOCODE: {"": DE, austria: AT}}
          remove: [PRIMARYCONTACTFAX]
          add:
            - {source: fax, destination: NameAlias}
      """)
    #expect(project.name == "my accounts")
    #expect(project.tasks[0].filter == "creditlimit gt 0")
    #expect(transforms("CUSTOMERGROUPID", in: project) == [.setDefault(DefaultTransform("20"))])
    guard case .valueMap(let map)? = transforms("ADDRESSCOUNTRYREGIONISOCODE", in: project).first else {
      Issue.record("no value map")
      return
    }
    #expect(map.blankValue == "DE")
    #expect(map.pairs["austria"] == "AT")
    #expect(map.pairs["usa"] == "US", "published entries stay")
    #expect(!project.tasks[0].rows.contains { $0.destination == .column("PRIMARYCONTACTFAX") })
    #expect(project.tasks[0].rows.last?.destination == .column("NameAlias"))
  }

  @Test(
    "A file that does not say what it should is refused with its place and a way out",
    arguments: [
      ("project: a\ntemplate: nothing\n", "p.yaml:2:11: error: there is no template 'nothing'"),
      ("project: a\ntemplate: T1\ntask: []\n", "p.yaml:3:1: error: unknown key 'task' in project; did you mean 'tasks'?"),
      ("template: T1\n", "p.yaml:1:1: error: project needs the key 'project'"),
      (
        "project: a\ntemplate: T1\ntasks:\n  - task: Nope\n    filter: x\n",
        "project 'a' has no task 'Nope'; its tasks are Accounts - Customers"
      ),
      ("project: a\ntemplate: T1\ntasks:\n  - defaults: {NOPE: x}\n", "no mapping row with the destination 'NOPE'"),
      (
        "project: a\ntemplate: T1\ntasks:\n  - add: [{source: a.b.c, destination: d}]\n",
        "p.yaml:4:20: error: 'a.b.c' is neither a column nor a path"
      ),
      (
        "project: a\ntemplate: T1\ntasks:\n  - add: [{source: a, destination: d, transforms: [{transformType: Nope}], map: Fn}]\n",
        "'Nope' is not a value of 'transformType'"
      ),
    ])
  func refusals(text: String, message: String) {
    #expect {
      try read(text)
    } throws: { error in
      "\(error)".contains(message)
    }
  }

  @Test("An override of a row that is not there is refused")
  func unknownRow() throws {
    var project = Project(name: "a", template: try #require(catalog.template(named: "T1")))
    let known = project.tasks[0].rows.map { "\($0.destination)" }
    let error = ProjectError.unknownRow(project: "a", destination: "CREDITLIMITS", known: known)
    #expect(throws: error) { try project.setDefault("x", for: "CREDITLIMITS") }
    #expect(throws: error) { try project.removeRow(destination: "CREDITLIMITS") }
    #expect("\(error)".contains("did you mean 'CREDITLIMIT'?"))
  }
}
