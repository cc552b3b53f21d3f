import EntityStore
import Twin

/// `dataSources.csv`: the tables behind each entity, as Infolog texts name them and as its ETag counts them. A line with neither
/// target nor columns is an entity's own table. Others lead to a row of `target` by `columns` and `targetColumns`, or, without a
/// target, say which columns of the entity's own row stand for one: it is there when one of them is filled.
struct DataSourceFile {
  private(set) var primary: [String: BusinessModel.DataSource] = [:]
  /// By entity. A view has the data sources of its table, unless the file names its own.
  private(set) var rowsBehind: [String: [BackingRow]] = [:]

  /// - Throws: `SupplyChainModelError` for a file that is missing or malformed, and for columns that are not there.
  init(directory: String, model: ServiceModel) throws {
    let file = "dataSources.csv"
    let lines = try BusinessModel.lines(
      directory, file, ["table", "dataSource", "aotTable", "label", "target", "columns", "targetColumns"])
    for line in lines {
      guard let table = model.table(line[0]) else { throw SupplyChainModelError(message: "\(file): there is no table \(line[0])") }
      if line[4].isEmpty, line[5].isEmpty {
        primary[table.name] = BusinessModel.DataSource(name: line[1], aotTable: line[2], label: line[3])
        continue
      }
      func list(_ text: String) -> [String] { text.split(separator: ";").map(String.init) }
      let (columns, targetColumns) = (list(line[5]), list(line[6]))
      let target = model.table(line[4]).map { model.schema($0.name) }
      guard columns.allSatisfy({ table.column($0) != nil }), line[4].isEmpty || target != nil, targetColumns.count <= columns.count,
        targetColumns.allSatisfy({ target?.index(of: $0) != nil })
      else { throw SupplyChainModelError(message: "\(file): \(line[0]), \(line[1]) names columns or a table that are not there") }
      rowsBehind[table.name, default: []].append(
        target.map { .other($0, columns: columns, targetColumns: targetColumns) } ?? .own(columns: columns))
    }
    for view in model.tables where rowsBehind[view.name] == nil {
      guard let base = view.view?.base, let rows = rowsBehind[base] else { continue }
      rowsBehind[view.name] = rows.compactMap { Self.seen($0, through: view) }
    }
  }

  /// The same with the view's names of the columns; `nil` where it does not show them all.
  private static func seen(_ row: BackingRow, through view: TableDefinition) -> BackingRow? {
    switch row {
    case .other(let target, let columns, let targetColumns):
      let own = columns.map(view.ownName(ofBase:))
      return own.allSatisfy { view.column($0) != nil } ? .other(target, columns: own, targetColumns: targetColumns) : nil
    case .own(let columns):
      return .own(columns: columns.map(view.ownName(ofBase:)).filter { view.column($0) != nil })
    }
  }
}
