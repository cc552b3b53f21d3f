/// `price mul quantity as amount`: a property worked out, in `$compute` and in `$apply`'s `compute`.
public struct ComputeItem: Hashable, Sendable {
  public let expression: Expression
  public let alias: String

  public init(_ expression: Expression, as alias: String) {
    self.expression = expression
    self.alias = alias
  }
}
