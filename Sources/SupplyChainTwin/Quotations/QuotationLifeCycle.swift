import Twin

/// The life cycle of a quotation as data (supply-chain-odata.md 7.3). What is no move here is refused.
enum QuotationLifeCycle {
  /// An imported quotation starts here (inferred).
  static let start = QuotationStatus.created

  /// Sources: S28 is the help page on updating quotations, S36 the one on their status, S37 the pages on the forms that send and confirm.
  static let moves: [QuotationMove] = [
    QuotationMove("send", .created, .sent, .sourced, "S28"),
    QuotationMove("confirm", .created, .confirmed, .sourced, "S28"),
    QuotationMove("confirm", .sent, .confirmed, .sourced, "S37"),
    QuotationMove("lose", .created, .lost, .sourced, "S36"),
    QuotationMove("lose", .sent, .lost, .sourced, "S28"),
    QuotationMove("cancel", .created, .cancelled, .sourced, "S36"),
    QuotationMove("cancel", .sent, .cancelled, .sourced, "S36"),
  ]

  /// Header and lines can be changed: a quotation cannot be edited once it is sent (sourced: S37).
  static let editable: Set<QuotationStatus> = [.created]

  /// All but a sent one, which has to be lost or cancelled first (sourced: the help page on deleting quotations).
  static let deletable: Set<QuotationStatus> = [.created, .confirmed, .lost, .cancelled]

  static func move(_ action: String, from status: QuotationStatus) -> QuotationMove? {
    moves.first { $0.action == action && $0.from == status }
  }
}
