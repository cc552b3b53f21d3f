import Twin

extension StateModel {
  /// The life cycle of a table; `nil` for tables without states.
  static func of(_ table: String) -> StateModel? { models[table] }

  /// States and statuses of quote, salesorder, invoice, product, pricelevel, opportunity [sourced: ER:*], of the others
  /// [inferred]. What is no move here is refused.
  private static let models: [String: StateModel] = [
    "quote": quote, "salesorder": order, "invoice": invoice, "product": product, "opportunity": opportunity, "lead": lead,
    "pricelevel": catalogue, "discounttype": catalogue, "account": simple, "contact": simple, "transactioncurrency": simple,
    "uomschedule": simple, "campaign": campaign, "quoteclose": activity, "orderclose": activity, "opportunityclose": activity,
  ]

  /// A draft becomes active, an active quote is won or closed, and nothing comes back: a revision is a quote of its own.
  private static let quote = StateModel(
    states: [
      State(0, "Draft", [1], default: 1), State(1, "Active", [2, 3], default: 2), State(2, "Won", [4], default: 4),
      State(3, "Closed", [5, 6, 7], default: 7),
    ],
    moves: [
      .update(0, 1), .action(1, 2, ["WinQuote", "ConvertQuoteToSalesOrder"], .sourced, "ACT:WinQuote"),
      .action(1, 3, ["CloseQuote", "ReviseQuote"], .sourced, "ACT:CloseQuote"),
    ])

  private static let order = StateModel(
    states: [
      State(0, "Active", [1, 2, 690_970_000], default: 1), State(1, "Submitted", [3], default: 3),
      State(2, "Canceled", [4], default: 4), State(3, "Fulfilled", [100_001, 100_002], default: 100_001),
      State(4, "Invoiced", [100_003], default: 100_003),
    ],
    moves: [
      .update(0, 1), .action(0, 2, ["CancelSalesOrder"], .sourced, "ER:salesorder"),
      .action(1, 2, ["CancelSalesOrder"], .sourced, "ER:salesorder"),
      .action(0, 3, ["FulfillSalesOrder"], .sourced, "ACT:FulfillSalesOrder"),
      .action(1, 3, ["FulfillSalesOrder"], .sourced, "ACT:FulfillSalesOrder"),
      .either(0, 4, ["ConvertSalesOrderToInvoice"], .inferred, "ACT:ConvertSalesOrderToInvoice"),
      .either(1, 4, ["ConvertSalesOrderToInvoice"], .inferred, "ACT:ConvertSalesOrderToInvoice"),
      .either(3, 4, ["ConvertSalesOrderToInvoice"], .inferred, "ACT:ConvertSalesOrderToInvoice"),
    ])

  /// The closed state and its statuses are deprecated; its default in the metadata is a status of another state. Paid and
  /// canceled invoices stay as they are until they are reactivated [sourced: ER:invoice]; the deprecated state like them.
  private static let invoice = StateModel(
    states: [
      State(0, "Active", [1, 2, 4, 5, 6], default: 1), State(1, "Closed", [3, 7], default: 3),
      State(2, "Paid", [100_001, 100_002], default: 100_001), State(3, "Canceled", [100_003], default: 100_003),
    ],
    moves: [
      .update(0, 1), .update(0, 2), .update(0, 3), .update(1, 0), .update(2, 0, .sourced, "ER:invoice"),
      .update(3, 0, .sourced, "ER:invoice"),
    ])

  private static let product = StateModel(
    states: [
      State(0, "Active", [1], default: 1), State(1, "Retired", [2], default: 2), State(2, "Draft", [0], default: 0),
      State(3, "Under Revision", [3], default: 3),
    ],
    moves: [
      .update(2, 0), .update(3, 0), .update(0, 3), .update(0, 1, .sourced, "ERR"), .update(3, 1, .sourced, "ERR"),
    ])

  /// Closed by action, reopened by update.
  private static let opportunity = StateModel(
    states: [
      State(0, "Open", [1, 2], default: 1), State(1, "Won", [3], default: 3), State(2, "Lost", [4, 5], default: 4),
    ],
    moves: [
      .action(0, 1, ["WinOpportunity"], .sourced, "WET:quote"), .action(0, 2, ["LoseOpportunity"], .inferred, "S1"),
      .update(1, 0), .update(2, 0),
    ])

  /// Qualified by action, disqualified and reactivated by update.
  private static let lead = StateModel(
    states: [
      State(0, "Open", [1, 2], default: 1), State(1, "Qualified", [3], default: 3),
      State(2, "Disqualified", [4, 5, 6, 7], default: 4),
    ],
    moves: [.action(0, 1, ["QualifyLead"], .sourced, "ACT:QualifyLead"), .update(0, 2), .update(1, 0), .update(2, 0)])

  private static let catalogue = StateModel(
    states: [State(0, "Active", [100_001], default: 100_001), State(1, "Inactive", [100_002], default: 100_002)],
    moves: [.update(0, 1), .update(1, 0)])

  private static let simple = StateModel(
    states: [State(0, "Active", [1], default: 1), State(1, "Inactive", [2], default: 2)], moves: [.update(0, 1), .update(1, 0)])

  private static let campaign = StateModel(
    states: [State(0, "Active", [0, 1, 2, 3, 4, 5], default: 0), State(1, "Inactive", [6], default: 6)],
    moves: [.update(0, 1), .update(1, 0)])

  private static let activity = StateModel(
    states: [
      State(0, "Open", [1], default: 1), State(1, "Completed", [2], default: 2), State(2, "Canceled", [3], default: 3),
    ],
    moves: [.update(0, 1), .update(0, 2), .update(1, 0), .update(2, 0)])
}
