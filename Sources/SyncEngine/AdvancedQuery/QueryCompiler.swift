import OData

/// Lays an advanced query out: names become places among the values of a row. A column has its new value from its step on.
struct QueryCompiler {
  /// A column of the source, or of a related row; `nil` for one that is not there.
  private let source: (FieldPath) -> SourceSlot?
  /// What is read of each row, and behind it what is worked out.
  private(set) var slots: [SourceSlot]
  private(set) var columns: [(name: String, slot: Int)] = []
  private(set) var steps: [RowQuery.Step] = []
  /// Names nobody knows, with the expression they stand in.
  private(set) var unknown: [(name: String, expression: QueryExpression)] = []

  init(slots: [SourceSlot], source: @escaping (FieldPath) -> SourceSlot?) {
    self.slots = slots
    self.source = source
  }

  mutating func compile(_ query: AdvancedQuery) {
    for step in query.steps {
      let formula = formula(step.expression.syntax, step.expression)
      let slot = slots.count
      slots.append(.computed(slot))
      columns.removeAll { $0.name.equalsFolded(step.column) }
      columns.append((step.column, slot))
      steps.append(RowQuery.Step(column: step.column, slot: slot, formula: formula))
    }
  }

  private mutating func formula(_ syntax: Expression, _ whole: QueryExpression) -> ColumnFormula {
    switch syntax {
    case .literal(.primitive(let value)): return .constant(JSON(value))
    case .literal(.enumeration(_, let member)): return .constant(.string(member))
    case .path(let steps): return slot(steps, whole)
    case .comparison(let op, let a, let b): return .comparison(op, formula(a, whole), formula(b, whole))
    case .and(let a, let b): return .and(formula(a, whole), formula(b, whole))
    case .or(let a, let b): return .or(formula(a, whole), formula(b, whole))
    case .not(let a): return .not(formula(a, whole))
    case .negate(let a): return .negate(formula(a, whole))
    case .arithmetic(let op, let a, let b): return .arithmetic(op, formula(a, whole), formula(b, whole))
    case .in(let a, let list): return .in(formula(a, whole), formulas(list, whole))
    case .choice(let branches):
      var compiled: [(condition: ColumnFormula, value: ColumnFormula)] = []
      for branch in branches { compiled.append((formula(branch.condition, whole), formula(branch.value, whole))) }
      return .choice(compiled)
    case .call(let name, let arguments):
      guard let function = ColumnFunction(rawValue: name.lowercased()) else { return .constant(.null) }
      return .call(function, formulas(arguments, whole))
    // Refused when the expression was read.
    case .literal, .steps, .inCollection, .qualifiedCall, .array, .object, .alias, .lambda: return .constant(.null)
    }
  }

  private mutating func formulas(_ list: [Expression], _ whole: QueryExpression) -> [ColumnFormula] {
    var formulas: [ColumnFormula] = []
    for item in list { formulas.append(formula(item, whole)) }
    return formulas
  }

  private mutating func slot(_ steps: [String], _ whole: QueryExpression) -> ColumnFormula {
    if steps.count == 1, let known = columns.first(where: { $0.name.equalsFolded(steps[0]) }) { return .slot(known.slot) }
    let path = steps.count == 1 ? FieldPath.column(steps[0]) : .related(lookup: steps[0], column: steps[1])
    if let found = source(path) {
      if let slot = slots.firstIndex(of: found) { return .slot(slot) }
      slots.append(found)
      return .slot(slots.count - 1)
    }
    unknown.append((steps.joined(separator: "/"), whole))
    return .constant(.null)
  }
}
