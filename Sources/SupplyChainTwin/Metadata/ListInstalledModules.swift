import EntityStore
import OData
import Twin

/// The modules of the environment, a text for each (form inferred: S34).
struct ListInstalledModules: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let modules = context.twin.environment.modules.map { module in
      "Name: \(module.name) | Version: \(module.version) | Module: \(module.name) | Publisher: \(module.publisher) "
        + "| DisplayName: \(module.displayName)"
    }
    return .value(.array(modules.map(JSON.string)), type: "Collection(Edm.String)")
  }
}
