import EntityStore
import OData
import Twin

/// The entities of the data management framework that pass all filters; an empty or absent list lets everything pass.
/// Parameters and the meaning of their numbers are inferred (S34).
struct QueryDataEntities: BusinessOperation {
  func run(on row: Row?, parameters: JSONObject, in context: CompanyContext) throws -> OperationResult {
    let schema = context.schema(DataEntityList.table)
    let found = try context.store.rows(schema, where: [], equal: [], orderBy: ["EntityName"]).filter { row in
      passes(row, "EntityCategory", numbers(parameters["categoryFilters"], schema))
        && passes(row, "IsShared", parameters["isSharedFilters"]?.arrayValue?.map { $0 == 0 ? "No" : "Yes" })
        && passes(row, "ConfigurationKey", texts(parameters["configKeyFilters"]))
        && passes(row, "CountryRegionCodes", texts(parameters["countryRegionCodeFilters"]))
        && passes(row, "Modules", texts(parameters["moduleFilters"])) && passes(row, "Tags", texts(parameters["tagFilters"]))
    }
    let columns = schema.columns.filter { !$0.isHidden }
    let rows = found.map { row in JSON.object(JSONObject(columns.map { .init($0.name, JSON(row[$0.name])) })) }
    return .value(.array(rows), type: context.definition(DataEntityList.table).entitySet)
  }

  private func passes(_ row: Row, _ column: String, _ wanted: [String]?) -> Bool {
    guard let wanted, !wanted.isEmpty else { return true }
    return wanted.contains(row.text(column))
  }

  private func texts(_ list: JSON?) -> [String]? { list?.arrayValue?.compactMap(\.stringValue) }

  private func numbers(_ list: JSON?, _ schema: TableSchema) -> [String]? {
    guard let index = schema.index(of: "EntityCategory"), let categories = schema.columns[index].enumeration else { return nil }
    // A number that is no category is kept as a name that no row has.
    return list?.arrayValue?.map { $0.numberValue?.exactInt64.flatMap(categories.name(of:)) ?? "" }
  }
}
