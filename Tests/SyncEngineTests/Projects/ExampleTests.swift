import Foundation
import StrictYAML
import SyncEngine
import Testing

/// The examples of docs/projects.md and docs/connection-sets.md.
struct ExampleTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/examples")

  private func files(_ name: String) throws -> [SourceFile] {
    let folder = Self.folder.appendingPathComponent(name)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }.sorted()
    return try names.map { try SourceFile(reading: folder.appendingPathComponent($0).path) }
  }

  @Test("Every example project can be read, has consent, and differs from its template")
  func projects() throws {
    let catalog = try TemplateCatalog.builtIn()
    for file in try files("projects") {
      let project = try ProjectFile.read(file, catalog: catalog)
      #expect(project.consent != nil, "\(file.path)")
      let template = try #require(catalog.template(named: project.templateName))
      #expect(!ProjectDifference.between(template.tasks, project.tasks).isEmpty, "\(file.path)")
    }
  }

  @Test("The example template is the example project saved as one")
  func template() throws {
    let folder = Self.folder.appendingPathComponent("templates").path
    let catalog = try TemplateCatalog.builtIn().adding(folder: folder)
    let template = try #require(catalog.template(named: "C1"))
    let source = try #require(try files("projects").first { $0.path.hasSuffix("quotations-by-hand.yaml") })
    let project = try ProjectFile.read(source, catalog: catalog)
    #expect(ProjectDifference.between(project.tasks, template.tasks) == [])
    #expect(try files("templates").first?.text == TemplateFile.text(template))
  }

  @Test("Every example connection set can be read and names both ends")
  func connectionSets() throws {
    for file in try files("connection-sets") {
      let set = try ConnectionSetFile.read(file)
      #expect(set.sales.servicePath == "/api/data/v9.2")
      #expect(set.supplyChain.servicePath == "/data")
      #expect(!set.organizations.isEmpty)
    }
  }
}
