import OData

/// An advanced query laid out for the rows of a task.
struct RowQuery: Sendable {
  struct Step: Sendable {
    let column: String
    /// Where the value goes among the values of a row.
    let slot: Int
    let formula: ColumnFormula
  }

  let steps: [Step]

  /// Works the columns out, one after the other.
  /// - Returns: why that cannot be done for this row; `nil` where it was.
  func apply(to values: inout [JSON]) -> String? {
    for step in steps {
      do {
        values[step.slot] = try step.formula.value(values)
      } catch {
        return
          "The column \(step.column) of the advanced query grows beyond \(ColumnFormula.textMax) characters. Shorten what it is made of."
      }
    }
    return nil
  }
}
