import Foundation
import StrictYAML

/// The templates that come with the engine, and the names they answer to.
///
/// ```swift
/// let catalog = try TemplateCatalog.builtIn()
/// let accounts = catalog.template(named: "Accounts (Sales to Supply Chain Management) - Direct")
/// ```
public struct TemplateCatalog: Sendable {
  public let templates: [Template]
  let reader: TemplateReader
  private let index: [String: Int]

  init(templates: [Template], reader: TemplateReader) {
    self.templates = templates
    self.reader = reader
    var index: [String: Int] = [:]
    for (position, template) in templates.enumerated() {
      for name in [template.name, template.id] + template.aliases { index[name.lowercased()] = position }
    }
    self.index = index
  }

  /// The eight Direct templates of prospect to cash, T1 to T8, read from the engine's resource files.
  /// - Throws: `MalformedFile`, or the file system's error, for a damaged installation.
  public static func builtIn() throws -> TemplateCatalog {
    let directory = Bundle.module.bundleURL.appendingPathComponent("Resources/Templates")
    var reader = TemplateReader()
    func file(_ name: String) throws(MalformedFile) -> SourceFile { try SourceFile(reading: directory.appendingPathComponent(name).path) }
    try reader.readEntities(try file("Entities.yaml"))
    try reader.readValueMaps(try file("ValueMaps.yaml"))
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.hasPrefix("T") && $0.hasSuffix(".yaml") }
    return TemplateCatalog(templates: try files.sorted().map { try reader.template(try file($0)) }, reader: reader)
  }

  /// The template of that name, without regard to case: id, older or newer spelling, or a short name such as `orders-to-sales`.
  public func template(named name: String) -> Template? { index[name.lowercased()].map { templates[$0] } }

  /// The entity set behind a name of the pages, old or new spelling; `nil` for a name nobody knows.
  public func entitySet(named name: String, in system: SystemName) -> String? { reader.entitySets[system]?[name.lowercased()] }
}
