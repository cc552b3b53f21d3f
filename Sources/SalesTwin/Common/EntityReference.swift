import EntityStore
import OData
import Twin

/// References to rows inside action parameters: `"quoteid@odata.bind": "/quotes(…)"`, a nested object with the key, or the
/// plain identifier.
enum EntityReference {
  static func id(in content: JSONObject, _ lookup: String) -> GUID? {
    if let uri = content["\(lookup)@odata.bind"]?.stringValue { return id(inURI: uri) }
    if let nested = content[lookup]?.objectValue { return (nested[lookup] ?? nested["@odata.id"])?.stringValue.flatMap(id(inURI:)) }
    return content[lookup]?.stringValue.flatMap { GUID($0) }
  }

  /// The row a parameter stands for: an object with the key, by which the table is known, or with `@odata.id`; `@odata.type` may say
  /// the table [sourced: ACT pages and their samples].
  /// - Parameter tables: the tables the row may be of.
  /// - Returns: `nil` for null and for a parameter that is not there.
  /// - Throws: the refusal of an object that names no row of those tables; ObjectDoesNotExist.
  static func row(_ json: JSON?, of tables: [String], _ parameter: String, _ work: Work) throws -> (Row, TableDefinition)? {
    guard let json, !json.isNull else { return nil }
    if let content = json.objectValue {
      let type = content["@odata.type"]?.stringValue.map { String($0.split(separator: ".").last ?? "") }
      for name in tables where type == nil || type == name {
        let table = work.table(name)
        let key = content["\(name)id"] ?? (type == name ? content[table.key[0]] : nil)
        if let id = key?.stringValue.flatMap({ GUID($0) }) { return (try work.existing(name, id), table) }
        if let uri = content["@odata.id"]?.stringValue, set(inURI: uri) == table.entitySet, let id = id(inURI: uri) {
          return (try work.existing(name, id), table)
        }
      }
    }
    throw work.twin.errors.badBody(
      "The parameter '\(parameter)' names no row of \(tables.count > 3 ? "a table" : tables.joined(separator: " or ")): give its key, such as "
        + "{\"\(tables.first ?? "")id\": \"…\"}, or '@odata.id'.", table: nil)
  }

  private static func id(inURI text: String) -> GUID? {
    if let id = GUID(text) { return id }
    guard let open = text.lastIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else { return nil }
    let key = text[text.index(after: open)..<close]
    return GUID(String(key.split(separator: "=").last ?? key))
  }

  private static func set(inURI text: String) -> String? {
    guard let open = text.lastIndex(of: "(") else { return nil }
    return text[..<open].split(separator: "/").last.map(String.init)
  }
}
