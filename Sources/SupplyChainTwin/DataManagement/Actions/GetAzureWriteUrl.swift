import EntityStore
import OData
import Twin

/// An address to put a package at: a text that holds JSON (sourced: S16).
struct GetAzureWriteUrl: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let book = ExecutionBook(context: context, action: "GetAzureWriteUrl")
    let name = parameters["uniqueFileName"]?.stringValue ?? ""
    guard !name.isEmpty else { throw book.refusal("The parameter 'uniqueFileName' must have a value.") }
    let storage = BlobStorage(context: context)
    let id = try storage.create(fileName: name)
    let answer: JSON = ["BlobId": .string("{\(id.uppercased())}"), "BlobUrl": .string(try storage.url(of: id, .readAndWrite))]
    return .text(String(decoding: answer.encoded(), as: UTF8.self))
  }
}

extension OperationResult {
  static func text(_ text: String) -> OperationResult { .value(.string(text), type: "Edm.String") }
}
