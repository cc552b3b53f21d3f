import OData
import Twin

extension MetadataRules {
  /// What every table of Dataverse has: a state that starts active, and columns the platform fills in
  /// (D:entity-metadata, sourced for the columns; the start values as the built-in tables have them).
  static let sales = MetadataRules(
    columnDefaults: ["statecode": .int(0), "statuscode": .int(1)], fillsRequiredColumns: false, defaultScale: 10,
    serverColumns: [
      "createdon", "modifiedon", "versionnumber", "_createdby_value", "_modifiedby_value", "_createdonbehalfby_value",
      "_modifiedonbehalfby_value", "_owningbusinessunit_value", "_owninguser_value", "_owningteam_value",
    ])
}
