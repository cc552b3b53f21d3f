/// The syntax tree of `$search`: words and phrases under NOT, AND, OR, which bind in this order, tightest first.
public indirect enum SearchExpression: Hashable, Sendable {
  case word(String)
  /// `"mountain bike"`, without the quotation marks.
  case phrase(String)
  /// `'anything at all'` (4.01): a text that does not follow the grammar, left to the service. Apostrophes are not doubled here.
  case text(String)
  case not(SearchExpression)
  case and(SearchExpression, SearchExpression)
  case or(SearchExpression, SearchExpression)
}
