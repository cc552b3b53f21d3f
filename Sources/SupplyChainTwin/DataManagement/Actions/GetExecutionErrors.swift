import EntityStore
import OData
import Twin

/// The rejected rows with their reasons, as a text that holds a JSON list (sourced: S16; the members' names inferred: S45).
struct GetExecutionErrors: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let book = ExecutionBook(context: context, action: "GetExecutionErrors")
    let execution = try book.find(parameters["executionId"]?.stringValue ?? "")
    guard execution.isReady(at: context.session.now) else { return .text("[]") }
    let list = try book.errors(of: execution).map { row -> JSON in
      [
        "EntityName": .string(row.text("EntityName")), "RecordId": .string(String(row.integer("RecordNumber"))),
        "Field": .string(row.text("Field")), "ErrorMessage": .string(row.text("Message")),
      ]
    }
    return .text(String(decoding: JSON.array(list).encoded(), as: UTF8.self))
  }
}
