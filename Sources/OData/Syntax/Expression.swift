/// The syntax tree of `$filter`, `$orderby` and the arguments of functions.
///
/// A value without behaviour: the parser makes it, `description` prints it back as OData text, the store translates it
/// to SQL, a dialect refuses what its product does not know.
public indirect enum Expression: Hashable, Sendable {
  case literal(Literal)
  /// `name`, `customerid_account/name`, `order_details/$count`.
  case path([String])
  case comparison(ComparisonOperator, Expression, Expression)
  case and(Expression, Expression)
  case or(Expression, Expression)
  case not(Expression)
  case arithmetic(ArithmeticOperator, Expression, Expression)
  case negate(Expression)
  case `in`(Expression, [Expression])
  /// `contains(name,'a')`. Names keep their case; arguments stand in order.
  case call(String, [Expression])
  /// `Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['a','b'])`: a qualified function with named arguments.
  case qualifiedCall(String, [NamedArgument])
  /// `order_details/any(line:line/quantity gt 5)`; `any()` has neither variable nor predicate.
  case lambda(LambdaOperator, path: [String], variable: String?, predicate: Expression?)
  /// `@p1`, to be replaced by the parameter alias of the query.
  case alias(String)

  public struct NamedArgument: Hashable, Sendable {
    public let name: String
    public let value: Expression

    public init(name: String, value: Expression) {
      self.name = name
      self.value = value
    }
  }
}

public enum Literal: Hashable, Sendable {
  case primitive(Value)
  /// `Microsoft.Dynamics.DataEntities.NoYes'Yes'`: qualified type name and member.
  case enumeration(type: String, member: String)
  /// `['a','b']`, the JSON-array form that Dataverse's query functions take.
  case list([Literal])
  /// `duration'P1D'`, and other typed literals that are carried as text.
  case typed(type: String, text: String)
}

public enum ComparisonOperator: String, Sendable, CaseIterable { case eq, ne, gt, ge, lt, le, has }
public enum ArithmeticOperator: String, Sendable, CaseIterable { case add, sub, mul, div, divby, mod }
public enum LambdaOperator: String, Sendable { case any, all }
