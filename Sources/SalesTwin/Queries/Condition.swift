import EntityStore
import OData
import Twin

/// Conditions as FetchXML, SQL and `QueryExpression` write them, turned into OData's syntax tree.
struct Condition {
  let table: TableDefinition

  /// The property of a column: lookups are written by their logical names.
  /// - Throws: QueryBuilderNoAttribute (sourced: ERR).
  func property(_ column: String) throws -> String {
    let name = column.lowercased()
    if table.column(name).map({ !$0.isHidden }) ?? false { return name }
    if let lookup = table.lookups.first(where: { $0.name == name || $0.column == name }) { return lookup.column }
    throw ServiceError(
      status: 400, code: "0x80041103",
      message:
        "The specified attribute does not exist on this entity. '\(table.name)' entity doesn't contain attribute with Name = '\(column)'.")
  }

  /// - Parameters:
  ///   - name: an operator of FetchXML (`eq`, `not-like`) or of `ConditionOperator` (`Equal`, `NotLike`).
  ///   - language: what the condition stands in, for the refusal of operators that are not emulated.
  func expression(_ column: String, _ name: String, _ values: [String], language: String) throws -> Expression {
    let path = Expression.path([try property(column)])
    func literal(_ index: Int) throws -> Expression {
      guard index < values.count else {
        throw SalesErrors.invalid("The operator '\(name)' of column '\(column)' needs \(index + 1) values, not \(values.count).")
      }
      return .literal(.primitive(try value(values[index], of: column)))
    }
    switch name.lowercased().filter({ $0 != "-" }) {
    case "eq", "equal": return .comparison(.eq, path, try literal(0))
    case "ne", "neq", "notequal": return .comparison(.ne, path, try literal(0))
    case "gt", "greaterthan": return .comparison(.gt, path, try literal(0))
    case "ge", "greaterequal": return .comparison(.ge, path, try literal(0))
    case "lt", "lessthan": return .comparison(.lt, path, try literal(0))
    case "le", "lessequal": return .comparison(.le, path, try literal(0))
    case "null": return .comparison(.eq, path, .literal(.primitive(.null)))
    case "notnull": return .comparison(.ne, path, .literal(.primitive(.null)))
    case "in": return .in(path, try values.indices.map(literal))
    case "notin": return .not(.in(path, try values.indices.map(literal)))
    case "between": return .and(.comparison(.ge, path, try literal(0)), .comparison(.le, path, try literal(1)))
    case "notbetween": return .or(.comparison(.lt, path, try literal(0)), .comparison(.gt, path, try literal(1)))
    case "like": return try like(path, values.first ?? "")
    case "notlike": return .not(try like(path, values.first ?? ""))
    case "beginswith": return .call("startswith", [path, text(values.first ?? "")])
    case "doesnotbeginwith", "notbeginwith": return .not(.call("startswith", [path, text(values.first ?? "")]))
    case "endswith": return .call("endswith", [path, text(values.first ?? "")])
    case "doesnotendwith", "notendwith": return .not(.call("endswith", [path, text(values.first ?? "")]))
    case "contains": return .call("contains", [path, text(values.first ?? "")])
    default: throw ServiceError.notEmulated("operator \(name) of \(language)")
    }
  }

  /// Percent signs at both ends become the text functions, whose arguments know the other wildcards.
  private func like(_ path: Expression, _ pattern: String) throws -> Expression {
    let begins = pattern.hasPrefix("%")
    let ends = pattern.hasSuffix("%") && pattern.utf8.count > 1
    let core = String(pattern.dropFirst(begins ? 1 : 0).dropLast(ends ? 1 : 0))
    switch (begins, ends) {
    case (true, true): return .call("contains", [path, text(core)])
    case (false, true): return .call("startswith", [path, text(core)])
    case (true, false): return .call("endswith", [path, text(core)])
    case (false, false):
      // Without wildcards the whole text must be the same; with some in the middle it must begin and end alike.
      guard core.contains(where: { "%_[".contains($0) }) else { return .comparison(.eq, path, text(core)) }
      return .and(.call("startswith", [path, text(core)]), .call("endswith", [path, text(core)]))
    }
  }

  private func text(_ text: String) -> Expression { .literal(.primitive(.string(text))) }

  private func value(_ text: String, of column: String) throws -> Value {
    let name = column.lowercased()
    let trimmed = text.trimmingBlanks()
    let value: Value?
    switch table.column(name)?.type ?? .guid {
    case .string, .enumeration, .double, .binary: value = .string(text)
    case .boolean:
      value = ["1", "true"].contains(trimmed.lowercased()) ? true : ["0", "false"].contains(trimmed.lowercased()) ? false : nil
    case .int32, .int64: value = Int64(trimmed).map(Value.int)
    case .decimal: value = ExactDecimal(trimmed).map(Value.decimal)
    case .guid: value = GUID(trimmed.filter { !"{}".contains($0) }).map(Value.guid)
    case .date: value = (CalendarDate(trimmed) ?? Timestamp(trimmed)?.date).map(Value.date)
    case .dateTimeOffset: value = (Timestamp(trimmed) ?? CalendarDate(trimmed).map { Timestamp(date: $0) }).map(Value.timestamp)
    }
    guard let value else { throw SalesErrors.invalid("'\(text)' is no value of column '\(column)' of '\(table.name)'.") }
    return value
  }
}
