import Foundation
import Testing

struct ProjectCommandTests {
  @Test("A new project is valid, is what its template is, and shows it")
  func new() throws {
    try Program.inFolder([:]) { folder in
      #expect(try Program.run(["project", "new", "customers", "--template", "accounts"], in: folder).exitCode == 0)
      let valid = try Program.run(["project", "validate", "customers.yaml"], in: folder)
      #expect(valid.exitCode == 0)
      #expect(valid.output.hasPrefix("customers.yaml: valid\n"))
      #expect(valid.output.contains("no consent yet"))
      let same = try Program.run(["project", "diff", "customers.yaml"], in: folder)
      #expect(same.exitCode == 0)
      #expect(same.output == "Nothing is different.\n")
      let shown = try Program.run(["project", "show", "customers.yaml"], in: folder).output
      for text in [
        "T1, Accounts (Sales to Fin and Ops) - Direct", "not given: the project does not run", "CUSTOMERACCOUNT (key)", "proposed",
      ] {
        #expect(shown.contains(text))
      }
      let json = try JSONSerialization.jsonObject(
        with: Data(try Program.run(["project", "show", "customers.yaml", "--json"], in: folder).output.utf8))
      #expect((json as? [String: Any])?["templateID"] as? String == "T1")
      let again = try Program.run(["project", "new", "customers", "--template", "accounts"], in: folder)
      #expect(again.exitCode == 2)
      #expect(again.errors.contains("customers.yaml already"))
    }
  }

  @Test("A project that cannot run is told with its codes, and one that cannot be read with its place")
  func validate() throws {
    let files = [
      "filter.yaml": "project: a\ntemplate: T1\ntasks:\n  - filter: nonsense eq 1\n",
      "misspelt.yaml": "project: a\ntemplate: T1\ntask: []\n",
      "orders.yaml": "project: a\ntemplate: T7\n",
    ]
    try Program.inFolder(files) { folder in
      let invalid = try Program.run(["project", "validate", "filter.yaml"], in: folder)
      #expect(invalid.exitCode == 1)
      #expect(invalid.output.contains("filter.yaml: 1 problem\n  DIPV1012"))
      let malformed = try Program.run(["project", "validate", "misspelt.yaml", "orders.yaml"], in: folder)
      #expect(malformed.exitCode == 3)
      #expect(malformed.errors.contains("misspelt.yaml:3:1: error: unknown key 'task' in project; did you mean 'tasks'?"))
      #expect(malformed.output.hasPrefix("orders.yaml: valid\n"))
      let level = try Program.run(["project", "validate", "orders.yaml", "--level", "7.2"], in: folder)
      #expect(level.exitCode == 1)
      #expect(level.output.contains("DIPV1018"))
      #expect(try Program.run(["project", "validate", "orders.yaml", "--level", "6"], in: folder).exitCode == 2)
      #expect(try Program.run(["project", "validate", "nowhere.yaml"], in: folder).exitCode == 2)
    }
  }

  @Test("A project saved as a template is one that others can be made from")
  func saveAsTemplate() throws {
    let files = ["a.yaml": "project: a\ntemplate: T1\nconsent: {by: Jo, on: 2018-04-03}\ntasks:\n  - {defaults: {CUSTOMERGROUPID: 20}}\n"]
    try Program.inFolder(files) { folder in
      let words = ["project", "save-as-template", "a.yaml", "--name", "Mine", "--id", "M1", "--into", "templates"]
      #expect(try Program.run(words, in: folder).exitCode == 0)
      #expect(try Program.run(["project", "new", "b", "--template", "mine", "--templates", "templates"], in: folder).exitCode == 0)
      let difference = try Program.run(["project", "diff", "T1", "b.yaml", "--templates", "templates"], in: folder)
      #expect(difference.exitCode == 1)
      #expect(difference.output.hasPrefix("~ 'Accounts - Customers': CUSTOMERGROUPID\n"))
      #expect(try !String(contentsOf: folder.appendingPathComponent("b.yaml"), encoding: .utf8).contains("Jo"))
      let taken = try Program.run(words.map { $0 == "M1" ? "T1" : $0 }, in: folder)
      #expect(taken.exitCode == 2)
      #expect(taken.errors.contains("'T1' is a name of the template T1"))
    }
  }

  @Test("Every example project could run between the twins")
  func examples() throws {
    let folder = Program.root.appendingPathComponent("docs/examples/projects").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
    let program = try Program.run(["project", "validate"] + names.map { "\(folder)/\($0)" })
    #expect(program.exitCode == 0, "\(program.output)\(program.errors)")
    #expect(!names.isEmpty)
  }
}
