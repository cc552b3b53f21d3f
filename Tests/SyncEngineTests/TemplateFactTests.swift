import Foundation
import SyncEngine
import Testing

/// The templates against the published mapping pictures: every row, in its place, with what a page tells of its transform.
struct TemplateFactTests {
  /// A line of `Fixtures/facts/template-mappings.csv`.
  struct Fact: Sendable, CustomTestStringConvertible {
    let template: String
    let task: String
    let sourceEntity: String
    let destinationEntity: String
    let isFiltered: Bool
    let source: String
    let map: String
    let destination: String
    let key: String
    /// What a blank source becomes; empty where no page tells.
    let blank: String
    /// `usd=CRM Service USA (sample)`, `*` for a value map whose entries no page tells, or nothing.
    let maps: String

    var testDescription: String { "\(task): \(source.isEmpty ? "None" : source) to \(destination)" }
  }

  private static func facts() throws -> [Fact] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "Fixtures/facts/template-mappings.csv"), encoding: .utf8)
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst().map { line in
      let f = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Fact(
        template: f[0], task: f[1], sourceEntity: f[2], destinationEntity: f[3], isFiltered: f[4] == "yes", source: f[5], map: f[6],
        destination: f[7], key: f[8], blank: f[9], maps: f[10])
    }
  }

  private let catalog: TemplateCatalog

  init() throws { catalog = try TemplateCatalog.builtIn() }

  @Test("The pictures have 211 rows in twelve tasks of eight templates, and the templates have as many, in the same order")
  func order() throws {
    let facts = try Self.facts()
    #expect(facts.count == 211)
    var told: [String] = []
    for template in catalog.templates {
      for task in template.tasks {
        told += task.rows.map { "\(template.name)|\(task.name)|\($0.source?.description ?? "")|\($0.destination)".lowercased() }
      }
    }
    #expect(told == facts.map { "\($0.template)|\($0.task)|\($0.source)|\($0.destination)".lowercased() })
  }

  @Test("A row has the map type, the key, the default and the value map that are published", arguments: try facts())
  func row(fact: Fact) throws {
    let template = try #require(catalog.template(named: fact.template))
    let task = try #require(template.tasks.first { $0.name == fact.task })
    #expect(task.source.entity == fact.sourceEntity)
    #expect(task.destination.entity == fact.destinationEntity)
    // Pictures show a funnel on the entity where there is a filter.
    #expect((task.filter != nil) == fact.isFiltered)
    let row = try #require(
      task.rows.first {
        $0.destination.description.lowercased() == fact.destination.lowercased()
          && ($0.source?.description ?? "").lowercased() == fact.source.lowercased()
      })
    #expect((row.mapType == .function) == (fact.map == "Fn"))
    // A key that goes over a lookup is one, too.
    #expect(row.isKey == !fact.key.isEmpty)
    if !fact.blank.isEmpty { #expect(row.transforms.compactMap(Self.blank).first == fact.blank) }
    let maps = row.transforms.compactMap { if case .valueMap(let map) = $0 { map } else { nil } }
    if !fact.maps.isEmpty { #expect(!maps.isEmpty) }
    if let split = fact.maps.firstIndex(of: "=") {
      #expect(maps.first?.pairs[String(fact.maps[..<split])] == String(fact.maps[fact.maps.index(after: split)...]))
    }
  }

  /// What a transform makes of nothing, if it makes something of it.
  private static func blank(_ transform: Transform) -> String? {
    switch transform {
    case .setDefault(let transform): transform.value
    case .valueMap(let map): map.blankValue
    case .truncate, .countryRegionNameToISOCode: nil
    }
  }
}
