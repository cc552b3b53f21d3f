import OData

extension SystemClient {
  /// The address of the one record a business key names: by key where the columns form one, else by a query.
  /// - Throws: `NoSuchRecord` when there is none or more than one.
  func resolve(_ set: String, _ key: [(String, JSON)]) async throws -> String {
    guard let type = schema.model.entityType(ofSet: set) else {
      throw UnusableAnswer(message: "\(system.rawValue) has no entity set \(set)")
    }
    var full = key
    if type.key.contains("dataAreaId"), !key.contains(where: { $0.0 == "dataAreaId" }) {
      full.insert(("dataAreaId", .string(company)), at: 0)
    }
    for columns in [type.key] + type.alternateKeys.map(\.properties) where Set(columns) == Set(full.map(\.0)) {
      return predicate(columns.compactMap { column in full.first { $0.0 == column } }, type)
    }
    let found = try await query(RecordQuery(set: set, filter: filter(full, type), top: 2))
    guard let record = found.first, let predicate = predicate(of: record, in: set) else {
      throw NoSuchRecord(system: system, set: set, key: key, count: 0)
    }
    guard found.count == 1 else { throw NoSuchRecord(system: system, set: set, key: key, count: found.count) }
    return predicate
  }

  /// A condition that all these properties have these values.
  func filter(_ conditions: [(String, JSON)], _ type: EntityType) -> String {
    conditions.map { "\($0.0) eq \(literal($0.1, type.property($0.0)?.type))" }.joined(separator: " and ")
  }
}

/// A business key that names no record, or several.
struct NoSuchRecord: Error, CustomStringConvertible {
  let system: SystemName
  let set: String
  let key: [(String, JSON)]
  let count: Int

  var description: String {
    let words = key.map { "\($0.0) \($0.1.text)" }.joined(separator: ", ")
    return "\(system.title) has \(count == 0 ? "no record" : "more than one record") in \(set) with \(words)"
  }
}
