import Twin

/// A version of Sales, as versions.csv describes it, with the versions of the Web API it answers.
struct SalesVersion: Sendable {
  /// A version of the Web API: a path segment below `/api/data` and what it does beyond the oldest.
  struct API: Sendable {
    let segment: String
    let capabilities: Set<String>

    var servicePath: String { "\(Self.pathPrefix)\(segment)" }

    static let pathPrefix = "/api/data/v"
  }

  /// What `RetrieveVersion` answers.
  let build: String
  let capabilities: Set<String>
  /// The newest first.
  let apis: [API]
  /// The newest there is in any version of Sales.
  let newestSegment: String

  /// - Throws: `ModelError` for damaged model files.
  init(_ wanted: SalesConfiguration.WebAPI, directory: String) throws(ModelError) {
    let apis = try Self.lines("apis.csv", directory)
    let versions = try Self.lines("versions.csv", directory)
    guard let row = versions.first(where: { $0["version"] == wanted.rawValue }), let newest = apis.last else {
      throw ModelError(file: "\(directory)/versions.csv", line: 1, message: "there is no row for version \(wanted.rawValue)")
    }
    build = try row.text("build")
    capabilities = Set(row.list("capabilities"))
    newestSegment = try newest.text("segment")
    var known: [API] = []
    for segment in row.list("segments") {
      guard let line = apis.first(where: { $0["segment"] == segment }) else { throw row.error("segment '\(segment)' is not in apis.csv") }
      known.append(API(segment: segment, capabilities: Set(line.list("capabilities"))))
    }
    guard !known.isEmpty else { throw row.error("column 'segments' is empty") }
    self.apis = known
  }

  private static func lines(_ name: String, _ directory: String) throws(ModelError) -> [ModelFile.Line] {
    guard let file = try ModelFile(directory: directory, name: name) else {
      throw ModelError(file: "\(directory)/\(name)", line: 1, message: "the file is missing")
    }
    for line in file.lines { _ = try line.evidence() }
    return file.lines
  }
}
