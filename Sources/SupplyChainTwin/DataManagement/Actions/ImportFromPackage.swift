import DataPackages
import EntityStore
import OData
import Twin

/// Imports a package (sourced: S16): it runs through a batch, and fails when another import has not come to its end.
struct ImportFromPackage: BusinessOperation {
  /// `ImportFromPackageAsync` waits for its turn instead (inferred).
  var waitsForItsTurn = false

  private var action: String { waitsForItsTurn ? "ImportFromPackageAsync" : "ImportFromPackage" }

  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let book = ExecutionBook(context: context, action: action)
    let group = parameters["definitionGroupId"]?.stringValue ?? ""
    guard !group.isEmpty else { throw book.refusal("The parameter 'definitionGroupId' must have a value.") }
    // Sourced: S16; the twin has no composite entities.
    guard parameters["overwrite"]?.boolValue ?? true else {
      throw book.refusal("The parameter 'overwrite' must be true: the package holds no composite entity.")
    }
    let legalEntity = try context.legalEntity(parameters["legalEntityId"]?.stringValue, book)
    let running = try book.runningImport()
    if let running, !waitsForItsTurn {
      throw book.refusal("The import '\(running.id)' is still executing. Packages cannot be imported in parallel.")
    }
    let id = try book.id(parameters["executionId"]?.stringValue, for: group)
    let (package, bytes) = try Self.package(at: parameters["packageUrl"]?.stringValue ?? "", book)
    let importing = PackageImport(context: context, book: book)
    try importing.adopt(package.manifest, as: group)
    let execute = parameters["execute"]?.boolValue ?? true
    // What lies in staging must not change when the caller's file does.
    let blob = execute ? "" : try BlobStorage(context: context).create(fileName: "staging of \(id)", bytes)
    try importing.run(
      package,
      .init(
        definitionGroup: group, executionID: id, legalEntity: legalEntity, execute: execute,
        startsAt: max(context.session.now, running?.readyAt ?? context.session.now), blob: blob))
    return .text(id)
  }

  private static func package(at url: String, _ book: ExecutionBook) throws -> (DataPackage, [UInt8]) {
    do {
      let bytes = try BlobStorage(context: book.context).bytes(at: url)
      return (try DataPackage(zip: bytes), bytes)
    } catch let refusal as BlobRefusal {
      throw book.refusal("The package cannot be read from '\(url.prefix { $0 != "?" })'. \(refusal.sentence)")
    } catch let error as PackageError {
      throw book.refusal("The package cannot be imported: \(error).")
    }
  }
}

extension CompanyContext {
  /// The company a package is for, in lower case: the one named, or the caller's.
  /// - Throws: a refusal for a company nobody knows.
  func legalEntity(_ name: String?, _ book: ExecutionBook) throws -> String {
    guard let name, !name.isEmpty else { return company }
    guard try findShared("LegalEntity", .string(name)) != nil else { throw book.refusal("The legal entity '\(name)' does not exist.") }
    return name.lowercased()
  }
}
