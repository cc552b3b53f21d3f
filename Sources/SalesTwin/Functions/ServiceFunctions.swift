import OData
import Twin

/// WhoAmI and RetrieveVersion [inferred shapes].
enum ServiceFunctions {
  static func whoAmI(_ work: Work) throws -> OperationResult {
    let answer: JSON = [
      "BusinessUnitId": .string(try work.businessUnit(of: work.caller).description), "UserId": .string(work.caller.description),
      "OrganizationId": .string(work.organization.id.description),
    ]
    return .value(answer, type: "Microsoft.Dynamics.CRM.WhoAmIResponse")
  }

  static func version(_ work: Work) -> OperationResult {
    .value(["Version": .string(work.twin.configuration.productVersion)], type: "Microsoft.Dynamics.CRM.RetrieveVersionResponse")
  }
}
