import Ambient
import EntityStore
import OData
import Twin

/// The storage account behind the package API: files by number, reached by addresses that carry a signature and an expiry
/// (sourced: S16; the form of the addresses is that of Azure Storage).
struct BlobStorage {
  static let table = "DataManagementBlob"
  static let signatureTable = "DataManagementSignature"
  static let root = "/dmf"
  /// Files live seven days (sourced: S16).
  static let daysMax: Int64 = 7
  /// How long an address holds (proposed).
  static let signatureSeconds: Int64 = 3600

  let context: CompanyContext

  /// A new file without content.
  func create(fileName: String) throws -> String {
    try removeOld()
    let id = context.session.ambient.newGUID().description
    var record = context.newRecord(Self.table)
    record["BlobId"] = .string(id)
    record["FileName"] = .string(fileName)
    record["CreatedAt"] = .timestamp(context.session.now)
    try context.save(record)
    return id
  }

  func create(fileName: String, _ bytes: [UInt8]) throws -> String {
    let id = try create(fileName: fileName)
    guard let row = try find(id) else { throw context.errors.internalError("blob \(id) is not there") }
    try write(bytes, to: row)
    return id
  }

  func write(_ bytes: [UInt8], to blob: Row) throws {
    try context.store.keep(bytes, as: Self.contentName(blob.text("BlobId")))
    try context.set(
      blob, [("IsWritten", true), ("Size", .int(Int64(bytes.count))), ("WrittenAt", .timestamp(context.session.now))])
  }

  /// A file that is there and not too old.
  func find(_ id: String) throws -> Row? {
    guard let row = try context.findShared(Self.table, .string(id)), !isOld(row) else { return nil }
    return row
  }

  /// The content of a file; `nil` when it is not there, too old, or nothing was ever written to it.
  func bytes(of id: String) throws -> [UInt8]? {
    guard let row = try find(id), row["IsWritten"] == true else { return nil }
    return try context.store.contents(of: Self.contentName(id))
  }

  // MARK: Addresses

  enum Permission: String { case read = "r", readAndWrite = "rw" }

  /// An address that lets whoever has it read the file, or write it too, for a while.
  func url(of id: String, _ permission: Permission) throws -> String {
    let random = (0..<2).map { _ in context.session.ambient.newGUID().description.filter { $0 != "-" } }.joined()
    let expiry = context.session.now.adding(seconds: Self.signatureSeconds)
    var record = context.newRecord(Self.signatureTable)
    record["Signature"] = .string(random)
    record["BlobId"] = .string(id)
    record["Permissions"] = .string(permission.rawValue)
    record["ExpiresAt"] = .timestamp(expiry)
    try context.save(record)
    let host = context.session.hostURL ?? context.twin.rules.baseURL
    return "\(host)\(Self.root)/\(id)?sv=2018-03-28&sr=b&sp=\(permission.rawValue)&se="
      + PercentEncoding.encode(expiry.description, in: .queryValue) + "&sig=\(random)"
  }

  /// Finds out whether an address is good.
  /// - Parameters:
  ///   - id: of the file, from the path.
  ///   - query: what follows the question mark.
  /// - Throws: `BlobRefusal`.
  func checkAccess(to id: String, query: String, writing: Bool) throws {
    let options = Self.options(query)
    guard let signature = options["sig"], let permissions = options["sp"], let expiry = options["se"] else { throw BlobRefusal.unsigned }
    guard let row = try context.findShared(Self.signatureTable, .string(signature)), row.text("BlobId") == id,
      row.text("Permissions") == permissions, let expiresAt = row["ExpiresAt"].timestampValue, expiresAt.description == expiry
    else { throw BlobRefusal.forged }
    guard context.session.now <= expiresAt else { throw BlobRefusal.expired(expiresAt, now: context.session.now) }
    guard !writing || permissions == Permission.readAndWrite.rawValue else { throw BlobRefusal.notPermitted }
  }

  /// What an address of this storage leads to.
  /// - Throws: `BlobRefusal`; also for addresses of other storages, which a twin does not reach.
  func bytes(at url: String) throws -> [UInt8] {
    guard let start = url.firstRange(of: Self.root + "/") else { throw BlobRefusal.elsewhere }
    let rest = url[start.upperBound...]
    let mark = rest.firstIndex(of: "?") ?? rest.endIndex
    let id = String(rest[..<mark])
    try checkAccess(to: id, query: mark == rest.endIndex ? "" : String(rest[rest.index(after: mark)...]), writing: false)
    guard let bytes = try bytes(of: id) else { throw BlobRefusal.notFound }
    return bytes
  }

  private static func options(_ query: String) -> [String: String] {
    var options: [String: String] = [:]
    for pair in query.split(separator: "&") {
      guard let mark = pair.firstIndex(of: "=") else { continue }
      let value = String(pair[pair.index(after: mark)...])
      options[String(pair[..<mark])] = PercentEncoding.decode(value) ?? value
    }
    return options
  }

  // MARK: Age

  private func isOld(_ row: Row) -> Bool {
    context.session.now > (row["CreatedAt"].timestampValue ?? EmptyDate.moment).adding(seconds: Self.daysMax * 86_400)
  }

  /// Lets go of what nobody can reach any more.
  private func removeOld() throws {
    for row in try context.store.rows(context.schema(Self.table), where: [], equal: []) where isOld(row) {
      try context.store.discardContents(of: Self.contentName(row.text("BlobId")))
      try context.store.delete(row)
    }
    for row in try context.store.rows(context.schema(Self.signatureTable), where: [], equal: []) {
      let until = (row["ExpiresAt"].timestampValue ?? EmptyDate.moment).adding(seconds: Self.daysMax * 86_400)
      if context.session.now > until { try context.store.delete(row) }
    }
  }

  private static func contentName(_ id: String) -> String { "dmf/\(id)" }
}
