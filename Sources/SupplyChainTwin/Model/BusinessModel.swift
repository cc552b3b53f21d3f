import EntityStore
import FoundationEssentials
import OData
import Twin

/// What the model files say beyond OData: references between tables, mandatory columns, the tables behind the entities.
struct BusinessModel: Sendable {
  /// A value given for `column` must be there in the target table; in the same company, where the target has companies.
  struct ForeignKey: Sendable {
    let table: String
    let column: String
    let target: String
    let targetColumn: String
    /// What error texts call the target.
    let relatedTable: String
    /// Rows go along when their target is deleted; otherwise a target that is referred to stays.
    let isCascading: Bool
  }

  /// The table behind an entity, as Infolog texts name it.
  struct DataSource: Sendable {
    let name: String
    let aotTable: String
    let label: String
  }

  private let foreignKeysByTable: [String: [ForeignKey]]
  private let foreignKeysByTarget: [String: [ForeignKey]]
  private let mandatoryByTable: [String: [String]]
  private let dataSources: [String: DataSource]
  /// What the rows of each table and view are made of beside the table itself.
  private let rowsBehind: [String: [BackingRow]]
  /// The table below each view.
  private let bases: [String: String]
  private let newValuesByTable: [String: [Value]]

  /// - Throws: `SupplyChainModelError` with the file, when one is missing or is no comma-separated text, or when a reference
  ///   does not lead to the key of its target.
  init(directory: String, model: ServiceModel) throws {
    var keys: [String: [ForeignKey]] = [:]
    var keysByTarget: [String: [ForeignKey]] = [:]
    for line in try Self.lines(directory, "foreignKeys.csv", ["table", "column", "target", "targetColumn", "relatedTable", "onDelete"]) {
      guard let target = model.table(line[2]), target.key.filter({ $0 != "dataAreaId" }) == [line[3]],
        model.table(line[0])?.column(line[1]) != nil
      else { throw SupplyChainModelError(message: "foreignKeys.csv: \(line[0]).\(line[1]) does not lead to the key of \(line[2])") }
      let key = ForeignKey(
        table: line[0], column: line[1], target: line[2], targetColumn: line[3], relatedTable: line[4], isCascading: line[5] == "cascade")
      keys[line[0], default: []].append(key)
      keysByTarget[line[2], default: []].append(key)
    }
    newValuesByTable = Dictionary(uniqueKeysWithValues: model.schemas.map { ($0.name, Record.newValues(of: $0)) })
    bases = Dictionary(
      model.tables.compactMap { table in table.view.map { (table.name, $0.base) } }, uniquingKeysWith: { first, _ in first })
    foreignKeysByTable = keys
    foreignKeysByTarget = keysByTarget
    var mandatory: [String: [String]] = [:]
    for line in try Self.lines(directory, "mandatory.csv", ["table", "column"]) { mandatory[line[0], default: []].append(line[1]) }
    mandatoryByTable = mandatory
    let sources = try DataSourceFile(directory: directory, model: model)
    dataSources = sources.primary
    rowsBehind = sources.rowsBehind
  }

  func foreignKeys(of table: String) -> [ForeignKey] { foreignKeysByTable[table] ?? [] }
  /// References that lead to the table.
  func foreignKeys(to table: String) -> [ForeignKey] { foreignKeysByTarget[table] ?? [] }
  func mandatoryColumns(of table: String) -> [String] { mandatoryByTable[bases[table] ?? table] ?? [] }
  /// What a new row of the table holds, column by column: worked out once, because the widest table has 250.
  /// - Precondition: the model has that table.
  func newValues(of table: String) -> [Value] {
    guard let values = newValuesByTable[table] else { preconditionFailure("the model has no table \(table)") }
    return values
  }
  func rows(behind table: String) -> [BackingRow] { rowsBehind[table] ?? [] }
  /// What people call the table; its name as words where no file says.
  func label(of table: String) -> String { dataSources[table]?.label ?? table.inWords }
  func dataSource(of table: String) -> DataSource {
    dataSources[bases[table] ?? table] ?? DataSource(name: table, aotTable: table, label: table)
  }

  /// The fields of the columns asked for, line by line, trimmed.
  /// - Throws: `SupplyChainModelError` for a file that is missing, is no comma-separated text or lacks a column.
  static func lines(_ directory: String, _ file: String, _ columns: [String]) throws -> [[String]] {
    let path = "\(directory)/\(file)"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SupplyChainModelError(message: "\(path): the file is missing")
    }
    let text: DelimitedText
    do { text = try DelimitedText(Array(data)) } catch { throw SupplyChainModelError(message: "\(path):\(error)") }
    let positions = columns.map { text.index(of: $0) ?? -1 }
    guard !positions.contains(-1) else {
      throw SupplyChainModelError(message: "\(path):1: the columns must be \(columns.joined(separator: ","))")
    }
    return text.records.map { record in positions.map { $0 < record.fields.count ? record.fields[$0].trimmingBlanks() : "" } }
  }
}

/// The twin's own files or its configuration are not as they must be.
public struct SupplyChainModelError: Error, Hashable, Sendable, CustomStringConvertible {
  public let message: String
  public var description: String { message }
}
