import EntityStore
import OData
import Twin

/// The storage's own door: `PUT`, `GET` and `HEAD` of a file, by signed address; no other sign-in (forms of Azure Storage, inferred).
struct BlobDoor {
  static let version = "2018-03-28"
  let context: CompanyContext

  func answer(_ request: FurtherRequest) throws -> HTTPResponse {
    do {
      return try context.store.transaction { try answerSigned(request) }
    } catch let refusal as BlobRefusal {
      return refusal.response
    }
  }

  private func answerSigned(_ request: FurtherRequest) throws -> HTTPResponse {
    let storage = BlobStorage(context: context)
    let isWriting = request.request.method == .put
    guard isWriting || request.request.method == .get || request.request.method == .head else { throw BlobRefusal.unsupportedMethod }
    try storage.checkAccess(to: request.path, query: request.query, writing: isWriting)
    if request.query.split(separator: "&").contains(where: { $0.hasPrefix("comp=") }) {
      throw ServiceError.notEmulated("blobs written in blocks")
    }
    guard let blob = try storage.find(request.path) else { throw BlobRefusal.notFound }
    if isWriting {
      guard let kind = request.request.headers["x-ms-blob-type"] else { throw BlobRefusal.missingHeader("x-ms-blob-type") }
      guard kind.equalsIgnoringASCIICase("BlockBlob") else { throw ServiceError.notEmulated("blobs written in blocks") }
      try storage.write(request.request.body, to: blob)
      let written = try storage.find(request.path) ?? blob
      return HTTPResponse(201, headers: headers(of: written))
    }
    guard let bytes = try storage.bytes(of: request.path) else { throw BlobRefusal.notFound }
    var headers = headers(of: blob)
    headers["Content-Type"] = blob.text("FileName").hasSuffix(".csv") ? "text/csv" : "application/octet-stream"
    headers["Content-Disposition"] = "attachment; filename=\"\(blob.text("FileName").filter { $0 != "\"" && $0.isASCII })\""
    headers["x-ms-blob-type"] = "BlockBlob"
    return HTTPResponse(200, headers: headers, body: request.request.method == .head ? [] : bytes)
  }

  private func headers(of blob: Row) -> HTTPHeaders {
    ["ETag": "\"0x\(String(blob.version, radix: 16, uppercase: true))\"", "x-ms-version": Self.version]
  }
}
