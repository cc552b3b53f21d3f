import DataPackages
import EntityStore
import OData
import Twin

/// Begins to write the file of keys that the target rejected. Answers whether there are any (sourced: S16).
struct GenerateImportTargetErrorKeysFile: BusinessOperation {
  /// How long the file takes (proposed).
  static let seconds: Int64 = 2

  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let book = ExecutionBook(context: context, action: "GenerateImportTargetErrorKeysFile")
    let execution = try book.find(parameters["executionId"]?.stringValue ?? "")
    let entity = try book.entity(parameters["entityName"]?.stringValue ?? "", of: execution)
    let errors = try book.errors(of: execution, entity: entity.text("EntityName")).filter { $0["IsStaging"] == false }
    guard execution.isReady(at: context.session.now), !errors.isEmpty else { return .value(false, type: "Edm.Boolean") }
    if entity.text("KeysBlobId").isEmpty {
      var file = Array("\(entity.text("KeyColumns").replacing(";", with: ",")),\(EntityImport.reasonColumn)\r\n".utf8)
      for error in errors { file += "\(error.text("KeyText")),\(DataFileWriter.line([error.text("Message")]))\r\n".utf8 }
      let blob = try BlobStorage(context: context).create(fileName: "\(entity.text("EntityName")) target error keys.csv", file)
      let readyAt = context.session.now.adding(seconds: Self.seconds)
      try context.set(entity, [("KeysBlobId", .string(blob)), ("KeysReadyAt", .timestamp(readyAt))])
    }
    return .value(true, type: "Edm.Boolean")
  }
}
