import SyncEngine
import Testing

/// An invalid project moves no row, and says why with the product's codes (R-ENG-8).
struct ValidationTests {
  @Test(
    "Each defect of a project has its code, and nothing is moved",
    arguments: [
      "DIPV1025", "DIPV1022", "DIPV1026", "DIPV1029", "DIPV1014", "DIPV1018", "DIPV1020", "DIPV1012", "DIPV1021", "DIPV1031",
      "DIPV1003",
    ])
  func codes(code: String) async throws {
    let world = try StubWorld()
    world.account("A-1", name: "One")
    var project = world.project("T1")
    func end(_ end: TaskDefinition.End) -> TaskDefinition.End { .init(system: end.system, entity: "Nothing", entitySet: "Nothing") }
    switch code {
    case "DIPV1025": try project.addRow(MappingRow(source: .column("name"), destination: .column("NoSuchField")))
    case "DIPV1022": try project.addRow(MappingRow(source: .column("nosuchcolumn"), destination: .column("PersonFirstName")))
    case "DIPV1026": try project.addRow(MappingRow(source: .column("fax"), destination: .column("AddressCity")))
    case "DIPV1029": try project.addRow(MappingRow(source: .column("fax"), destination: .column("PrimaryContactFax")))
    case "DIPV1014": try project.removeRow(destination: "CUSTOMERACCOUNT")
    case "DIPV1018": project.tasks[0].source = end(project.tasks[0].source)
    case "DIPV1020": project.tasks[0].destination = end(project.tasks[0].destination)
    case "DIPV1012": try project.setFilter("nosuchcolumn eq 1")
    case "DIPV1021": try project.addRow(MappingRow(source: nil, mapType: .function, destination: .column("PersonFirstName")))
    case "DIPV1031":
      try project.removeRow(destination: "CUSTOMERACCOUNT")
      try project.addRow(MappingRow(source: nil, mapType: .function, destination: .column("CustomerAccount")))
    case "DIPV1003":
      project = world.project("T4")
      world.keys["products"] = nil
    default: Issue.record("no such case")
    }
    let execution = try await world.engine.run(project)
    #expect(execution.problems.contains { $0.code == code }, "\(execution.problems)")
    #expect(execution.status == .error)
    #expect(execution.tasks.isEmpty)
    #expect(world.supplyChain.writes.isEmpty)
  }

  @Test("The published example: fax mapped to a field that already had a source names the duplicate field")
  func duplicateText() async throws {
    let world = try StubWorld()
    var project = world.project("T1")
    try project.addRow(MappingRow(source: .column("fax"), destination: .column("ADDRESSCITY")))
    let problem = try #require(try await world.engine.validate(project).first)
    #expect(problem.subject == "ADDRESSCITY")
    #expect(
      problem.description
        == "DIPV1026 in task 'Accounts - Customers': the field ADDRESSCITY is the destination of address1_city and of fax. Remove one of the rows."
    )
  }

  @Test("A filter that cannot be parsed is a validation error")
  func unreadableFilter() async throws {
    let world = try StubWorld()
    var project = world.project("T1")
    try project.setFilter("creditlimit gt gt 3")
    #expect(try await world.engine.validate(project).map(\.code) == ["DIPV1012"])
  }

  @Test("All problems are found in one go")
  func allAtOnce() async throws {
    let world = try StubWorld()
    var project = world.project("T1")
    try project.addRow(MappingRow(source: .column("x1"), destination: .column("AddressCity")))
    try project.addRow(MappingRow(source: .column("fax"), destination: .column("y1")))
    let codes = try await world.engine.validate(project).map(\.code)
    #expect(Set(codes) == ["DIPV1022", "DIPV1025", "DIPV1026"])
  }
}
