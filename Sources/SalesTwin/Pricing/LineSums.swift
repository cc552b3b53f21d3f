import OData

/// The sums over the lines of a document. They are all that its totals need to know about the lines, so a changed line
/// changes them by its difference and nothing is read again.
struct LineSums: Hashable, Sendable {
  var base: ExactDecimal = .zero
  var discount: ExactDecimal = .zero
  var tax: ExactDecimal = .zero
}
