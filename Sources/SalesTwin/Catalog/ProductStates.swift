import EntityStore
import OData
import Twin

/// The life cycle of a product and the published refusals of what it forbids [codes sourced: ERR, on the wire in
/// lower case as all are; their texts: inferred].
enum ProductStates {
  static let active: Int64 = 0
  static let retired: Int64 = 1
  static let draft: Int64 = 2
  static let underRevision: Int64 = 3

  /// - Throws: the refusal of a forbidden move, or of a change to a retired product.
  static func check(_ record: inout Record) throws {
    try StateModel.resolve(&record)
    try StateModel.checkUpdate(record)
    if record.stateChange == nil, record.original?["statecode"] == .int(retired) {
      throw ServiceError(
        status: 400, code: "0x8004f995", message: "You can only update products that are in draft state; this one is retired.")
    }
  }

  /// The product's own refusal of a move, or of a request for the state it is in; `nil` where it has none.
  static func refusal(_ from: Int64, _ to: Int64) -> ServiceError? {
    let code: (String, String)? =
      switch (from, to) {
      case (active, draft): ("0x8004f912", "You can't set an active product to draft.")
      case (draft, retired): ("0x8004f978", "You can't retire a product that is in draft state.")
      case (draft, underRevision): ("0x8004f913", "You can only revise active products.")
      case (retired, underRevision): ("0x8004f883", "You can't revise a retired product.")
      case (retired, active): ("0x8004f977", "You can't activate a retired product.")
      case (retired, draft): ("0x8004f979", "You can't set a retired product to draft.")
      case (active, active): ("0x8004f982", "The product is already active.")
      case (draft, draft): ("0x8004f981", "The product is already in draft state.")
      case (retired, retired): ("0x8004f980", "The product is already retired.")
      // No code is published for this one [inferred].
      case (underRevision, underRevision): ("0x80040203", "The product is already under revision.")
      default: nil
      }
    return code.map { ServiceError(status: 400, code: $0.0, message: $0.1) }
  }
}
