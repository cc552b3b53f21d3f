/// What stands in the place of the product's Advanced Query: steps that work out columns of source rows before they are mapped, in
/// their order. From the moment a project has one, transforms of type `Fn` are out of use in it, and it cannot go back (sourced: DI-25).
public struct AdvancedQuery: Hashable, Sendable {
  /// One column that is added, or that takes the place of one of the source.
  public struct Step: Hashable, Sendable {
    public let column: String
    public let expression: QueryExpression
    /// The destination field that is to get the column; its mapping row is changed, or made.
    public let destination: FieldPath?

    public init(column: String, expression: QueryExpression, destination: FieldPath? = nil) {
      self.column = column
      self.expression = expression
      self.destination = destination
    }
  }

  /// Steps of one task.
  public static let stepsMax = 100

  public var steps: [Step]

  public init(_ steps: [Step] = []) { self.steps = steps }

  public var isEmpty: Bool { steps.isEmpty }
}

extension AdvancedQuery: CustomStringConvertible {
  public var description: String { isEmpty ? "(none)" : steps.map(\.description).joined(separator: "; ") }
}

extension AdvancedQuery.Step: CustomStringConvertible {
  /// `Group is '10' to CUSTOMERGROUPID`.
  public var description: String { "\(column) is \(expression)" + (destination.map { " to \($0)" } ?? "") }
}

extension TaskDefinition {
  /// The task as it runs in a project with an advanced query: without transforms, with the rows that the query's steps feed.
  func byQuery() -> TaskDefinition {
    var task = self
    for index in task.rows.indices {
      task.rows[index].transforms = []
      task.rows[index].mapType = .copy
    }
    for step in query.steps {
      guard let destination = step.destination else { continue }
      let source = FieldPath.column(step.column)
      if let index = task.rows.firstIndex(where: { $0.destination.isSame(as: destination) }) {
        task.rows[index].source = source
      } else {
        task.rows.append(MappingRow(source: source, destination: destination))
      }
    }
    return task
  }
}
