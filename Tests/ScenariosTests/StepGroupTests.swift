import StrictYAML
import Testing

@testable import Scenarios

struct StepGroupTests {
  private static let group = """
    group: An account is entered
    parameters: {name: , credit: 100}
    gives: [account]
    steps:
      - create: sales/accounts
        with: {name: "${name}", creditlimit: "${credit * 2}"}
        as: account
      - print: entered ${account.name} with ${account.creditlimit}

    """

  @Test("A group runs with its parameters, and gives what it says, under another name where that is wanted")
  func parameters() async throws {
    let folder = try Folder([
      "account.steps.yaml": Self.group,
      "test.yaml": """
      scenario: A
      baseline: none
      steps:
        - include: account.steps.yaml
          with: {name: Fabrikam}
        - include: account.steps.yaml
          with: {name: "${account.name} 2", credit: 7}
          as: {account: second}
        - print: ${account.name}, ${second.name}
        - update: sales/accounts
          key: ${second}
          with: {name: Changed}

      """,
    ])
    let result = try await folder.run()
    #expect(result.isPassed, "\(result.outcome)")
    #expect(result.notes == ["entered Fabrikam with 200.00", "entered Fabrikam 2 with 14.00", "Fabrikam, Fabrikam 2"])
  }

  @Test("A failure in a group names its own place, the group, and where it was included")
  func failure() async throws {
    let folder = try Folder([
      "check.steps.yaml": "group: Two is one\nsteps:\n  - expect: ${2}\n    is: 1\n",
      "test.yaml": "scenario: A\nbaseline: none\nsteps:\n  - include: check.steps.yaml\n",
    ])
    guard case .failed(let report) = try await folder.run().outcome else {
      Issue.record("it has to fail")
      return
    }
    #expect(report.position.file.hasSuffix("check.steps.yaml"))
    #expect(report.position.line == 4)
    #expect(report.source.map(\.text) == ["  - expect: ${2}", "    is: 1"])
    #expect(report.message.hasPrefix("the value is not as expected\n    in 'Two is one', included at "))
    #expect(report.message.hasSuffix("test.yaml:4:14"))
  }

  @Test("Groups that include each other are refused with the way round")
  func circle() throws {
    func group(_ other: String) -> String { "group: A\nsteps:\n  - include: \(other).steps.yaml\n" }
    let folder = try Folder([
      "a.steps.yaml": group("b"), "b.steps.yaml": group("c"), "c.steps.yaml": group("a"),
      "test.yaml": "scenario: A\nsteps:\n  - include: a.steps.yaml\n",
    ])
    let complaints = try folder.complaints()
    #expect(complaints.count == 1)
    #expect(
      complaints[0].hasSuffix(
        "c.steps.yaml:3:14: error: the group includes itself: a.steps.yaml → b.steps.yaml → c.steps.yaml → a.steps.yaml"),
      "\(complaints)")
    #expect(complaints[0].hasPrefix("test.yaml:3:14: error: in what is included here: "))
  }

  @Test("Groups that multiply are refused before they run")
  func multiplying() throws {
    var files = ["test.yaml": "scenario: A\nsteps:\n  - include: g20.steps.yaml\n", "g0.steps.yaml": "group: G\nsteps:\n  - print: x\n"]
    for level in 1...20 {
      files["g\(level).steps.yaml"] =
        "group: G\nsteps:\n  - include: g\(level - 1).steps.yaml\n  - include: g\(level - 1).steps.yaml\n"
    }
    let complaints = try Folder(files).complaints()
    #expect(complaints.count == 1)
    #expect(complaints[0].contains("steps; at most 10000 are taken"), "\(complaints)")
  }

  static let malformed: [(include: String, complaints: [String])] = [
    (
      "include: account.yaml", ["test.yaml:3:14: error: a file of steps has a name that ends in .steps.yaml, not 'account.yaml'"]
    ),
    (
      "include: acount.steps.yaml",
      ["test.yaml:3:14: error: in what is included here: acount.steps.yaml:1:1: error: cannot read the file"]
    ),
    (
      "include: account.steps.yaml", ["test.yaml:3:5: error: the group needs the parameter 'name'; give it under 'with'"]
    ),
    (
      "include: account.steps.yaml\n    with: {nme: B, name: C}",
      ["test.yaml:4:12: error: the group has no parameter 'nme'; did you mean 'name'?; it has name, credit"]
    ),
    (
      "include: account.steps.yaml\n    with: {name: B}\n    as: {acount: c}",
      ["test.yaml:5:10: error: the group does not give 'acount'; did you mean 'account'?"]
    ),
  ]

  @Test("What is wrong with an include is said at its place", arguments: malformed.indices)
  func complaints(index: Int) throws {
    let (include, complaints) = Self.malformed[index]
    let folder = try Folder(["account.steps.yaml": Self.group, "test.yaml": "scenario: A\nsteps:\n  - \(include)\n"])
    #expect(try folder.complaints() == complaints)
  }

  @Test("A group knows its parameters and what its own steps capture, nothing else")
  func scope() throws {
    let folder = try Folder([
      "a.steps.yaml": "group: A\ngives: [b]\nsteps:\n  - print: ${outside}\n",
      "test.yaml": "scenario: A\nsteps:\n  - read: sales/accounts\n    as: outside\n  - include: a.steps.yaml\n",
    ])
    #expect(
      try folder.complaints() == [
        "test.yaml:5:14: error: in what is included here: a.steps.yaml:2:9: error: no step of the group captures 'b'",
        "test.yaml:5:14: error: in what is included here: a.steps.yaml:4:12: error: nothing is captured as 'outside' before this step",
      ])
  }
}
