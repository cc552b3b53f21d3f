import EntityStore
import OData

/// How much of a line a document may take at most: what is left, and beyond that what the line allows in overdelivery; and how
/// little may be delivered in all (columns sourced: S1; that they are percentages of the ordered quantity, and the texts, inferred
/// from the class reference of AX 2012).
struct DeliveryLimits {
  private let line: Row
  private let posted: PostedQuantities
  private let document: DocumentStatus

  init(_ line: Row, document: DocumentStatus) {
    self.line = line
    posted = PostedQuantities(line)
    self.document = document
  }

  /// - Throws: the refusal of a quantity that is nothing, turns the other way or goes too far.
  func check(_ quantity: ExactDecimal, _ posting: OrderPosting) throws {
    let number = line.integer("LineCreationSequenceNumber")
    let left = posted.left(for: document)
    let allowed = posted.canceled.isZero ? line.number("AllowedOverdeliveryPercentage") : .zero
    let isPart = !quantity.isZero && quantity.isNegative == posted.ordered.isNegative
    if isPart, quantity.magnitude <= left.magnitude { return }
    guard isPart, !allowed.isZero, !posted.ordered.isZero else {
      throw posting.refusal("Line \(number): \(quantity.normalized) cannot be posted, \(left.normalized) is left.")
    }
    let excess = posted.reached(by: document) + quantity - posted.due
    guard isWithin(allowed, excess) else {
      throw posting.refusal(
        "Overdelivery of line \(number) is \(percentage(excess)) percent, but the allowed overdelivery is \(allowed.normalized) percent.")
    }
  }

  /// - Parameter remainder: what would be given up.
  /// - Throws: the refusal of giving up more than the line allows.
  func checkClosing(_ remainder: ExactDecimal, _ posting: OrderPosting) throws {
    let allowed = line.number("AllowedUnderdeliveryPercentage")
    guard isWithin(allowed, remainder) else {
      throw posting.refusal(
        "Underdelivery of line \(line.integer("LineCreationSequenceNumber")) is \(percentage(remainder)) percent, "
          + "but the allowed underdelivery is \(allowed.normalized) percent.")
    }
  }

  private func isWithin(_ allowed: ExactDecimal, _ part: ExactDecimal) -> Bool {
    part.magnitude * 100 <= posted.ordered.magnitude * allowed
  }

  private func percentage(_ part: ExactDecimal) -> String {
    (part.magnitude * 100).divided(by: posted.ordered.magnitude, scale: 2).normalized.description
  }
}
