import OData
import StrictYAML
import SyncEngine
import Testing

struct TemplateFileTests {
  let catalog: TemplateCatalog

  init() throws { catalog = try TemplateCatalog.builtIn() }

  @Test("A project saved as a template is read back as it was, notes and evidence included", arguments: 1...8)
  func roundTrip(number: Int) throws {
    let template = try #require(catalog.template(named: "T\(number)"))
    var project = Project(name: "p", template: template)
    try project.setFilter("statecode eq 0 and name ne 'a \"b\" \\ c'", task: template.tasks[0].name)
    try project.addRow(MappingRow(source: FieldPath("fax"), destination: .column("Extra"), note: "line\nbreak"))
    let saved = TemplateFile.template(of: project, name: "Mine: \"one\"", id: "M1", version: "2")
    let file = SourceFile(path: "mine.yaml", text: TemplateFile.text(saved))
    let read = try #require(try catalog.adding([file]).template(named: "m1"))
    #expect(ProjectDifference.between(saved.tasks, read.tasks) == [])
    #expect(read.name == "Mine: \"one\"")
    #expect(read.version == "2")
    for (before, after) in zip(saved.tasks, read.tasks) {
      #expect(before.source == after.source)
      #expect(before.changesWith == after.changesWith)
      #expect(before.aliases == after.aliases)
      #expect(before.filterEvidence == after.filterEvidence)
      #expect(before.rows.map(\.evidence) == after.rows.map(\.evidence))
      #expect(before.rows.map(\.evidenceSource) == after.rows.map(\.evidenceSource))
      #expect(before.rows.map(\.note) == after.rows.map(\.note))
      #expect(before.rows.map(\.transforms) == after.rows.map(\.transforms))
    }
  }

  @Test("A template that takes another's name is refused")
  func takenName() {
    let file = SourceFile(path: "mine.yaml", text: "template: Mine\nid: t1\ntasks: []\n")
    let error = #expect(throws: MalformedFile.self) { try catalog.adding([file]) }
    #expect(error?.description.contains("mine.yaml:1:1: error: 't1' is a name of the template T1") == true)
  }

  @Test("A difference names what a person has changed, and nothing else")
  func difference() throws {
    let template = try #require(catalog.template(named: "T5"))
    var project = Project(name: "p", template: template)
    #expect(ProjectDifference.between(template.tasks, project.tasks) == [])
    let header = template.tasks[0].name
    let removed = try #require(template.tasks[0].rows.last?.destination.description)
    try project.removeRow(destination: removed, task: header)
    try project.addRow(MappingRow(source: FieldPath("fax"), destination: .column("Extra")), task: header)
    try project.setFilter(nil, task: header)
    try project.removeTask(template.tasks[1].name)
    let found = ProjectDifference.between(template.tasks, project.tasks)
    #expect(found.map(\.kind) == [.taskRemoved, .filterChanged, .rowRemoved, .rowAdded])
    #expect(found[2].field == removed)
    #expect(found[3].after == "fax = Extra")
    #expect(ProjectDifference.between(project.tasks, template.tasks).map(\.kind) == [.filterChanged, .rowRemoved, .rowAdded, .taskAdded])
  }
}
