import Ambient
import DataPackages
import OData
import Testing
import Twin

/// Packages in and out, as a client of the package API does it.
extension TestCompany {
  static let projects = "DataManagementDefinitionGroups"

  /// A package of one entity.
  static func package(
    _ entity: String, _ text: String, map: [PackageManifest.FieldMap] = [], format: SourceFormat = .csv
  ) throws -> [UInt8] {
    let name = "data\(format.fileExtension)"
    let item = PackageManifest.Entity(entityName: entity, inputFilePath: name, sourceFormat: format.rawValue, map: map)
    return try DataPackage(
      manifest: PackageManifest(definitionGroupName: "Import", entities: [item]), files: [(name, Array(text.utf8))]
    ).zip(at: Timestamp("2018-04-03T08:00:00Z")!)
  }

  /// The target of an absolute address.
  static func target(_ url: String) -> String {
    let start = url.firstRange(of: "://")!.upperBound
    return String(url[url[start...].firstIndex(of: "/")!...])
  }

  func action(_ name: String, _ parameters: JSON, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON? {
    try act(name, on: Self.projects, parameters, sourceLocation: sourceLocation)
  }

  func refusal(_ name: String, _ parameters: JSON) -> String? {
    send(.post, "\(Self.projects)/Microsoft.Dynamics.DataEntities.\(name)", parameters).infolog
  }

  /// Puts a package where it can be imported from.
  func upload(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    let text = try #require(try action("GetAzureWriteUrl", ["uniqueFileName": "package.zip"])?.stringValue, sourceLocation: sourceLocation)
    let url = try #require(try JSON(decoding: Array(text.utf8))["BlobUrl"]?.stringValue, sourceLocation: sourceLocation)
    let response = service.handle(HTTPRequest(.put, Self.target(url), headers: ["x-ms-blob-type": "BlockBlob"], body: bytes))
    try #require(response.status == 201, "\(response.text)", sourceLocation: sourceLocation)
    return url
  }

  @discardableResult
  func importPackage(
    _ bytes: [UInt8], execute: Bool = true, company: String = "usmf", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let id = try action(
      "ImportFromPackage",
      [
        "packageUrl": .string(try upload(bytes)), "definitionGroupId": "Import", "executionId": "", "execute": .bool(execute),
        "overwrite": true, "legalEntityId": .string(company),
      ], sourceLocation: sourceLocation)
    clock.advance(milliseconds: 3_600_000)
    return try #require(id?.stringValue, sourceLocation: sourceLocation)
  }

  func importRows(
    _ entity: String, _ text: String, map: [PackageManifest.FieldMap] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    try importPackage(Self.package(entity, text, map: map), sourceLocation: sourceLocation)
  }

  func status(_ id: String) throws -> String? { try action("GetExecutionSummaryStatus", ["executionId": .string(id)])?.stringValue }

  func executionErrors(_ id: String) throws -> [JSON] {
    let text = try #require(try action("GetExecutionErrors", ["executionId": .string(id)])?.stringValue)
    return try #require(try JSON(decoding: Array(text.utf8)).arrayValue)
  }

  /// For the comment of an expectation.
  func reasons(_ id: String) -> String {
    (try? executionErrors(id)).map { $0.map(\.text).joined(separator: "\n") } ?? "no errors can be read"
  }

  func fetch(_ url: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [UInt8] {
    let response = service.handle(HTTPRequest(.get, Self.target(url)))
    try #require(response.status == 200, "\(response.text)", sourceLocation: sourceLocation)
    return response.body
  }

  func exportProject(_ name: String, _ entity: String, _ detail: JSONObject = [:]) throws {
    try post(Self.projects, ["Name": .string(name), "OperationType": "Export"])
    let body: JSONObject = ["DefinitionGroupId": .string(name), "EntityName": .string(entity)]
    try post("DataManagementDefinitionGroupDetails", .object(JSONObject(body.members + detail.members)))
  }

  /// Runs an export to its end and answers what is in the package.
  func export(
    _ project: String, company: String = "usmf", again id: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> (id: String, package: DataPackage) {
    let answer = try action(
      "ExportToPackage",
      [
        "definitionGroupId": .string(project), "packageName": "package", "executionId": .string(id ?? ""), "reExecute": .bool(id != nil),
        "legalEntityId": .string(company),
      ], sourceLocation: sourceLocation)
    let id = try #require(answer?.stringValue, sourceLocation: sourceLocation)
    clock.advance(milliseconds: 3_600_000)
    let url = try #require(try action("GetExportedPackageUrl", ["executionId": .string(id)])?.stringValue, sourceLocation: sourceLocation)
    return (id, try DataPackage(zip: fetch(url)))
  }

  /// One column of the rows of a package's first entity.
  func exported(
    _ project: String, _ column: String, company: String = "usmf", sourceLocation: SourceLocation = #_sourceLocation
  ) throws
    -> [String]
  {
    let (_, package) = try export(project, company: company, sourceLocation: sourceLocation)
    var rows = try package.rows(of: package.manifest.entities[0])
    let index = try #require(rows.columns.firstIndex(of: column), sourceLocation: sourceLocation)
    var texts: [String] = []
    while try rows.next() { texts.append(rows.text(index)) }
    return texts
  }
}
