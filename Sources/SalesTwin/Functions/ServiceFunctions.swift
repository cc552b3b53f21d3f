import EntityStore
import OData
import Twin

/// What clients ask when they start [inferred shapes, after the reference of the complex types].
enum ServiceFunctions {
  static func whoAmI(_ work: Work) throws -> OperationResult {
    let answer: JSON = [
      "BusinessUnitId": .string(try work.businessUnit(of: work.caller).description), "UserId": .string(work.caller.description),
      "OrganizationId": .string(work.organization.id.description),
    ]
    return .value(answer, type: "Microsoft.Dynamics.CRM.WhoAmIResponse")
  }

  static func version(_ work: Work) -> OperationResult {
    .value(["Version": .string(work.twin.build)], type: "Microsoft.Dynamics.CRM.RetrieveVersionResponse")
  }

  /// Languages are those of every new system.
  static func languages(_ name: String) -> OperationResult {
    let languages: JSON = [JSON(Value.int(MetadataLabels.language))]
    let member = name == "RetrieveProvisionedLanguages" ? name : "LocaleIds"
    return .value(.object([member: languages]), type: "Microsoft.Dynamics.CRM.\(name)Response")
  }

  static func currentOrganization(_ work: Work) throws -> OperationResult {
    let configuration = work.twin.configuration
    let host = configuration.baseURL.split(separator: "/").last.map(String.init) ?? ""
    let detail: JSON = [
      "OrganizationId": .string(work.organization.id.description), "FriendlyName": .string(configuration.organizationName),
      "OrganizationVersion": .string(work.twin.build), "EnvironmentId": .string(work.organization.id.description),
      "DatacenterId": nil, "Geo": "NA", "TenantId": .string(GUID.zero.description),
      "UrlName": .string(host.split(separator: ".").first.map(String.init) ?? host),
      "UniqueName": .string("unq\(work.organization.id.description.filter { $0 != "-" })"), "State": "Enabled", "SchemaType": "Standard",
      "OrganizationType": "CustomerTest",
      "Endpoints": [
        "Count": 2, "IsReadOnly": false, "Keys": ["WebApplication", "OrganizationDataService"],
        "Values": [.string("\(configuration.baseURL)/"), .string("\(configuration.baseURL)\(work.twin.rules.servicePath)/")],
      ],
    ]
    return .value(["Detail": detail], type: "Microsoft.Dynamics.CRM.RetrieveCurrentOrganizationResponse")
  }

  /// How many rows tables have. The product answers from a snapshot of the last day (sourced); here it counts.
  static func totalRecordCount(_ parameters: JSONObject, _ work: Work) throws -> OperationResult {
    let names = (parameters["EntityNames"]?.arrayValue ?? []).compactMap(\.stringValue)
    var counts: [JSON] = []
    for name in names {
      guard work.twin.model.table(name) != nil, work.twin.model.edm.entityType(name) != nil else {
        throw ServiceError(status: 400, code: "0x80041102", message: "The specified entity was not found. Entity name: '\(name)'.")
      }
      counts.append(JSON(Value.int(Int64(try work.store.count(StoreQuery(work.twin.model.schema(name)))))))
    }
    let collection: JSON = [
      "Count": JSON(Value.int(Int64(names.count))), "IsReadOnly": false, "Keys": .array(names.map { .string($0) }),
      "Values": .array(counts),
    ]
    return .value(["EntityRecordCountCollection": collection], type: "Microsoft.Dynamics.CRM.RetrieveTotalRecordCountResponse")
  }
}
