/// The syntax tree of `$filter`, `$orderby` and the arguments of functions.
///
/// A value without behaviour: the parser makes it, `description` prints it back as OData text, the store translates it
/// to SQL, a dialect refuses what its product does not know.
public indirect enum Expression: Hashable, Sendable {
  case literal(Literal)
  /// `name`, `customerid_account/name`, `order_details/$count`, `$it/name`, `@Core.Term#qualifier`: names and nothing else.
  case path([String])
  /// A path with more in it than names: `$root/products('P-1')/name`, `lines/$filter(price gt 5)/$count`.
  case steps([PathStep])
  case comparison(ComparisonOperator, Expression, Expression)
  case and(Expression, Expression)
  case or(Expression, Expression)
  case not(Expression)
  case arithmetic(ArithmeticOperator, Expression, Expression)
  case negate(Expression)
  /// `status in (1,2)`, also `status in [1,2]`.
  case `in`(Expression, [Expression])
  /// `status in @wanted`, `name in tags`: an alias or a collection stands where a list could.
  case inCollection(Expression, Expression)
  /// `contains(name,'a')`. Names keep their case; arguments stand in order.
  case call(String, [Expression])
  /// `Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['a','b'])`: a function with named arguments, which 4.01
  /// lets stand without its namespace.
  case qualifiedCall(String, [NamedArgument])
  /// `case(price gt 100:'dear',true:'cheap')` of 4.01: the value of the first branch whose condition holds.
  case choice([Branch])
  /// `['a',name]`: a JSON array with something in it that is no literal.
  case array([Expression])
  /// `{"name":name}`: a JSON object with something in it that is no literal.
  case object([NamedArgument])
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

  public struct Branch: Hashable, Sendable {
    public let condition: Expression
    public let value: Expression

    public init(condition: Expression, value: Expression) {
      self.condition = condition
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
  /// `{"@odata.id":"accounts(1)"}`: an entity reference or a complex value as JSON.
  case object([Member])
  /// `duration'P1D'`, and other typed literals that are carried as text.
  case typed(type: String, text: String)

  public struct Member: Hashable, Sendable {
    public let name: String
    public let value: Literal

    public init(name: String, value: Literal) {
      self.name = name
      self.value = value
    }
  }
}

public enum ComparisonOperator: String, Sendable, CaseIterable { case eq, ne, gt, ge, lt, le, has }
public enum ArithmeticOperator: String, Sendable, CaseIterable { case add, sub, mul, div, divby, mod }
public enum LambdaOperator: String, Sendable { case any, all }
