import EntityStore
import OData
import Twin

/// How forbidden moves between states are refused: by the code the product has for that very move, else as an invalid argument.
enum StateRefusal {
  /// - Parameter target: the state that was asked for.
  static func move(_ row: Row, of table: TableDefinition, to target: Int64) -> ServiceError {
    let from = row["statecode"].intValue ?? 0
    if from == target, let refusal = staying(table.name, in: from) { return refusal }
    switch (table.name, from, target) {
    case ("product", _, _):
      if let refusal = ProductStates.refusal(from, target) { return refusal }
    // A closed one is reopened before it is closed another way [codes sourced: ERR; use inferred].
    case ("lead", 1..., 1...): return SalesErrors.leadClosed
    case ("opportunity", 1..., 1...): return SalesErrors.opportunityClosed
    default: break
    }
    let model = StateModel.of(table.name)
    func label(_ state: Int64) -> String { model?.state(state)?.label ?? String(state) }
    let name = [table.name, name(of: row, table)].compactMap { $0 }.joined(separator: " ")
    var message = "The \(name) is in state \(label(from)) and cannot be moved to state \(label(target))"
    let actions = model?.move(from: from, to: target)?.actions ?? []
    if !actions.isEmpty { message += " by update: use \(actions.joined(separator: " or "))" }
    if actions.isEmpty, let model {
      let ways = model.moves.filter { $0.from == from }.map { label($0.to) }
      message += ways.isEmpty ? ": it stays as it is" : "; from here it can become \(ways.joined(separator: ", "))"
    }
    return SalesErrors.invalid(message + ".")
  }

  /// The refusal of a request for the state a row is in, where the product has one.
  static func staying(_ table: String, in state: Int64) -> ServiceError? {
    switch (table, state) {
    case ("product", _): ProductStates.refusal(state, state)
    case ("lead", 0): SalesErrors.leadOpen
    case ("lead", _): SalesErrors.leadClosed
    case ("opportunity", 0): SalesErrors.opportunityOpen
    case ("opportunity", _): SalesErrors.opportunityClosed
    default: nil
    }
  }

  private static func name(of row: Row, _ table: TableDefinition) -> String? {
    let kind = DocumentKind.allCases.first { $0.header == table.name }
    return (kind?.numberColumn ?? table.primaryName).flatMap { row[$0].stringValue }
  }
}
