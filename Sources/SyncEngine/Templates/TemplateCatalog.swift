import Foundation
public import StrictYAML

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

  /// Every name a template answers to, sorted.
  public var names: [String] { templates.flatMap { [$0.name, $0.id] + $0.aliases }.sorted() }

  /// The same catalog with the templates of a folder: every file there that ends in `.yaml`, as `p2c project save-as-template` writes them.
  /// - Throws: `MalformedFile` for a file that is no template, or one whose id or name another template has.
  public func adding(folder: String) throws -> TemplateCatalog {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
    return try adding(names.map { (name) throws(MalformedFile) in try SourceFile(reading: "\(folder)/\(name)") })
  }

  /// The same catalog with the templates of these files.
  /// - Throws: as `adding(folder:)`.
  public func adding(_ files: [SourceFile]) throws(MalformedFile) -> TemplateCatalog {
    var catalog = self
    for file in files {
      let template = try reader.template(file)
      for name in [template.id, template.name] + template.aliases {
        guard let other = catalog.template(named: name) else { continue }
        throw MalformedFile([Diagnostic(.start(of: file.path), "'\(name)' is a name of the template \(other.id) (\(other.name)) already")])
      }
      catalog = TemplateCatalog(templates: catalog.templates + [template], reader: reader)
    }
    return catalog
  }

  /// The entity set behind a name of the pages, old or new spelling; `nil` for a name nobody knows.
  public func entitySet(named name: String, in system: SystemName) -> String? { reader.entitySets[system]?[name.lowercased()] }
}
