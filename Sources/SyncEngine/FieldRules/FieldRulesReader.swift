import OData

/// Asks a service for the field rules of an entity. One per dialect.
protocol FieldRulesReader {
  /// Path and query of the question.
  func target(_ entityType: EntityType, of endpoint: Endpoint) -> String
  func rules(in answer: JSON) -> FieldRules
}

/// Column definitions of a Dataverse table: `IsValidForCreate`, `IsValidForUpdate`, `RequiredLevel`
/// (sourced: "query table definitions using the Web API").
struct DataverseFieldRulesReader: FieldRulesReader {
  func target(_ entityType: EntityType, of endpoint: Endpoint) -> String {
    "\(endpoint.servicePath)/EntityDefinitions(LogicalName='\(entityType.name)')/Attributes"
      + "?$select=LogicalName,AttributeType,IsPrimaryId,IsValidForCreate,IsValidForUpdate,RequiredLevel"
  }

  func rules(in answer: JSON) -> FieldRules {
    FieldRules(
      (answer["value"]?.arrayValue ?? []).compactMap { column in
        guard let name = column["LogicalName"]?.stringValue else { return nil }
        return (
          name,
          FieldRules.Rule(
            canCreate: column["IsValidForCreate"]?.boolValue ?? true, canUpdate: column["IsValidForUpdate"]?.boolValue ?? true,
            isMandatory: isMandatory(column))
        )
      })
  }

  /// The platform demands only what the system requires, not what forms require, and fills ids, owners, states and defaults by itself:
  /// what is left are the parents of rows.
  private func isMandatory(_ column: JSON) -> Bool {
    column["RequiredLevel"]?["Value"]?.stringValue == "SystemRequired" && column["IsPrimaryId"]?.boolValue == false
      && column["AttributeType"]?.stringValue == "Lookup"
  }
}

/// Public entity metadata of finance and operations: `AllowEdit`, `AllowEditOnCreate`, `IsMandatory` (inferred: S34).
struct FinanceAndOperationsFieldRulesReader: FieldRulesReader {
  func target(_ entityType: EntityType, of endpoint: Endpoint) -> String {
    let root = endpoint.servicePath.hasSuffix("/data") ? String(endpoint.servicePath.dropLast("/data".count)) : endpoint.servicePath
    return "\(root)/metadata/PublicEntities('\(entityType.name)')"
  }

  func rules(in answer: JSON) -> FieldRules {
    FieldRules(
      (answer["Properties"]?.arrayValue ?? []).compactMap { column in
        guard let name = column["Name"]?.stringValue else { return nil }
        return (
          name,
          FieldRules.Rule(
            canCreate: column["AllowEditOnCreate"]?.boolValue ?? true, canUpdate: column["AllowEdit"]?.boolValue ?? true,
            isMandatory: column["IsMandatory"]?.boolValue ?? false)
        )
      }, isReadOnly: answer["IsReadOnly"]?.boolValue ?? false)
  }
}
