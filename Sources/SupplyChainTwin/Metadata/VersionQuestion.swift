import EntityStore
import OData
import Twin

/// Which version the environment has: of the application, its build, or the platform.
struct VersionQuestion: BusinessOperation {
  let answer: any KeyPath<EnvironmentModel.Versions, String> & Sendable

  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    .value(.string(context.twin.environment.versions[keyPath: answer]), type: "Edm.String")
  }
}
