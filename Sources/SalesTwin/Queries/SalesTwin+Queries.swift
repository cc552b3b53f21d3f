public import OData
public import Twin

extension SalesTwin {
  /// `fetchXml`, `sql`; saved queries are not there.
  public func translate(_ options: [Query.Option], _ table: TableDefinition) throws -> TranslatedQuery? {
    for option in options {
      switch option.name {
      case "fetchXml": return try FetchXML(option.value, table, errors).translated()
      case "sql": return try SQLSelect.translated(option.value, table)
      case "savedQuery", "userQuery": throw ServiceError.notEmulated("saved queries")
      default: break
      }
    }
    return nil
  }
}
