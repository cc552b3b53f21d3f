import OData
import StrictYAML
import SyncEngine
import Testing

/// Project files: written by us, changed by people, read again.
struct ProjectFileTests {
  let catalog: TemplateCatalog

  init() throws { catalog = try TemplateCatalog.builtIn() }

  private func read(_ text: String) throws -> Project { try ProjectFile.read(text, file: "folder/p.yaml", catalog: catalog) }

  @Test("A new project's file does what its template does, and does not run before somebody consents", arguments: 1...8)
  func starter(number: Int) throws {
    let template = try #require(catalog.template(named: "T\(number)"))
    let text = ProjectStarter.text(name: "my project", template: template)
    let project = try read(text)
    #expect(ProjectDifference.between(template.tasks, project.tasks) == [])
    #expect(project.consent == nil)
    #expect(project.schedule == nil)
  }

  @Test("What stands behind # in a new project's file can be taken in")
  func comments() throws {
    let template = try #require(catalog.template(named: "T1"))
    var text = ProjectStarter.text(name: "p", template: template)
    for key in ["consent", "organization", "schedule", "notifications"] {
      #expect(text.contains("# \(key): "))
      text = text.replacing("# \(key): ", with: "\(key): ")
    }
    let project = try read(text)
    #expect(project.consent == Consent(givenBy: "you@example.com", date: CalendarDate("2018-04-03")))
    #expect(project.organization == "usmf")
    #expect(project.schedule?.recurrence == Recurrence("1 hour"))
    #expect(project.notifications.occasions == Set(NotificationSettings.Occasion.allCases))
    #expect(project.notifications.targets == [.file("folder/notifications.jsonl")], "files are seen from the project's folder")
  }

  @Test("A project may have tasks of its own, and leave tasks of the template out")
  func ownTasks() throws {
    let project = try read(
      """
      project: a
      template: quotes
      removeTasks: [QuoteLine]
      tasks:
        - task: Currencies
          source: {system: sales, entity: transactioncurrencies}
          destination: {system: supplyChain, entity: CustomersV2}
          filter: statecode eq 0
          rows:
            - {source: isocurrencycode, destination: CUSTOMERACCOUNT, key: yes}
            - {destination: CUSTOMERGROUPID, map: Fn, transforms: [{transformType: Default, defaultValue: 10}]}
      """)
    #expect(project.tasks.map(\.name) == ["QuoteHeader", "Currencies"])
    #expect(project.tasks[1].filter == "statecode eq 0")
    #expect(project.tasks[1].rows.map(\.isKey) == [true, false])
  }

  @Test(
    "A file that does not say what it should is refused with its place and what was probably meant",
    arguments: [
      ("consent: yes\n", "folder/p.yaml:3:10: error: consent must be a mapping, not 'yes'; its keys: by, on"),
      ("consent: {by: Jo}\n", "3:10: error: consent needs the key 'on'"),
      ("consent: {by: Jo, on: 2018-02-30}\n", "3:23: error: there is no day '2018-02-30'"),
      (
        "schedule: {every: 90 seconds, start: 2018-04-03T08:00:00Z}\n", "3:19: error: '90 seconds' is no 'every'; write a number and a unit"
      ),
      ("schedule: {every: 0 minutes, start: 2018-04-03T08:00:00Z}\n", "3:19: error: '0 minutes' is no 'every'"),
      ("schedule: {every: 1 day, start: noon}\n", "3:33: error: 'noon' is no 'start'; write a moment such as 2018-04-03T08:00:00Z"),
      (
        "schedule: {every: 1 day, start: 2018-04-03T08:00:00Z, end: 2018-04-02T08:00:00Z}\n",
        "3:55: error: the schedule ends before it starts"
      ),
      ("schedule: {evry: 1 day, start: 2018-04-03T08:00:00Z}\n", "3:12: error: unknown key 'evry' in schedule; did you mean 'every'?"),
      ("notifications: {on: [warning], to: []}\n", "3:22: error: 'warning' is not a value of 'on'; did you mean 'warnings'?"),
      ("notifications: {on: [], to: [{}]}\n", "3:30: error: notification target needs one of webhook, file; there is none"),
      ("notifications: {on: [], to: [{webhook: ftp://x}]}\n", "a webhook is an address with http:// or https://, or env:NAME or file:PATH"),
      ("tasks:\n  - {task: Acounts - Customers, remove: [x]}\n", "has no task 'Acounts - Customers'; did you mean 'Accounts - Customers'?"),
      ("tasks:\n  - {defaults: {CUSTOMERGROUP: x}}\n", "'CUSTOMERGROUP'; did you mean 'CUSTOMERGROUPID'?"),
      ("tasks:\n  - {source: {system: sales, entity: x}}\n", "'source' is for new tasks, which have rows"),
      ("tasks:\n  - {task: New, rows: [], defaults: {a: b}}\n", "task needs the key 'source'"),
    ] as [(String, String)])
  func refused(text: String, complaint: String) throws {
    let error = #expect(throws: MalformedFile.self) { try read("project: a\ntemplate: T1\n\(text)") }
    #expect(error.map { "\($0)".contains(complaint) } == true, "\(error.map { "\($0)" } ?? "")")
  }

  @Test("A misspelt template is answered with the nearest one")
  func misspeltTemplate() {
    let error = #expect(throws: MalformedFile.self) { try read("project: a\ntemplate: acounts\n") }
    #expect(error?.description.contains("did you mean 'accounts'?") == true)
  }

  @Test(
    "Templates answer to old and new spelling, short name and id",
    arguments: [
      ("T1", "Accounts (Sales to Fin and Ops) - Direct", "Accounts (Sales to Supply Chain Management) - Direct"),
      ("T2", "Contacts (Sales to Fin and Ops) - Direct", "contacts (Sales to Supply Chain Management) - direct"),
      ("T3", "Contacts to Customer (Sales to Fin and Ops) - Direct", "Contacts to Customers (Sales to Supply Chain Management) - Direct"),
      ("T4", "Products (Fin and Ops to Sales) - Direct", "Products (Supply Chain Management to Sales) - Direct"),
      ("T5", "Sales Quotes (Sales to Fin and Ops) - Direct", "Sales Quotes (Sales to Supply Chain Management) - Direct"),
      ("T6", "Sales Orders (Sales to Fin and Ops) - Direct", "Sales Orders (Sales to Supply Chain Management) - Direct"),
      ("T7", "Sales Orders (Fin and Ops to Sales) - Direct", "Sales Orders (Supply Chain Management to Sales) - Direct"),
      ("T8", "Sales Invoices (Fin and Ops to Sales) - Direct", "Sales Invoices (Supply Chain Management to Sales) - Direct"),
    ])
  func aliases(id: String, old: String, new: String) {
    #expect(catalog.template(named: old)?.id == id)
    #expect(catalog.template(named: new)?.id == id)
    #expect(catalog.template(named: id)?.version == "2017-11")
  }
}
