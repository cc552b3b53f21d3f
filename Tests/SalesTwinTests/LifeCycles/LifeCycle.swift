import OData
import Testing
import Twin

@testable import SalesTwin

/// The life cycles as the documentation of the tables tells them, written down a second time: what the model must say.
struct LifeCycle: Sendable {
  struct Move: Hashable, Sendable, CustomTestStringConvertible {
    let from: Int64
    let to: Int64
    var byUpdate = true
    var actions: [String] = []
    var testDescription: String { "\(from) → \(to)\(byUpdate ? " by update" : "")\(actions.isEmpty ? "" : " by \(actions)")" }
  }

  /// An action that leads to a state, or makes something new of a row in one of some states.
  struct Action: Sendable {
    let name: String
    let to: Int64
    /// The states it works from.
    let from: Set<Int64>
    /// Whether it takes the status of the state it leads to.
    var takesStatus = true
  }

  let table: String
  let set: String
  let moves: [Move]
  var actions: [Action] = []
  /// Codes of forbidden moves; all others are invalid arguments.
  var codes: [Pair: String] = [:]
  /// States whose repetition is refused, with the code.
  var staying: [Int64: String] = [:]

  struct Pair: Hashable, Sendable {
    let from: Int64
    let to: Int64
    init(_ from: Int64, _ to: Int64) { (self.from, self.to) = (from, to) }
  }

  static let all: [LifeCycle] = [
    LifeCycle(
      table: "quote", set: "quotes",
      moves: [
        Move(from: 0, to: 1), Move(from: 1, to: 2, byUpdate: false, actions: ["ConvertQuoteToSalesOrder", "WinQuote"]),
        Move(from: 1, to: 3, byUpdate: false, actions: ["CloseQuote", "ReviseQuote"]),
      ],
      actions: [
        Action(name: "WinQuote", to: 2, from: [1]), Action(name: "CloseQuote", to: 3, from: [1]),
        Action(name: "ReviseQuote", to: 3, from: [1, 3], takesStatus: false),
        Action(name: "ConvertQuoteToSalesOrder", to: 2, from: [1, 2], takesStatus: false),
      ]),
    LifeCycle(
      table: "salesorder", set: "salesorders",
      moves: [
        Move(from: 0, to: 1), Move(from: 0, to: 2, byUpdate: false, actions: ["CancelSalesOrder"]),
        Move(from: 1, to: 2, byUpdate: false, actions: ["CancelSalesOrder"]),
        Move(from: 0, to: 3, byUpdate: false, actions: ["FulfillSalesOrder"]),
        Move(from: 1, to: 3, byUpdate: false, actions: ["FulfillSalesOrder"]),
        Move(from: 0, to: 4, actions: ["ConvertSalesOrderToInvoice"]), Move(from: 1, to: 4, actions: ["ConvertSalesOrderToInvoice"]),
        Move(from: 3, to: 4, actions: ["ConvertSalesOrderToInvoice"]),
      ],
      actions: [
        Action(name: "CancelSalesOrder", to: 2, from: [0, 1]), Action(name: "FulfillSalesOrder", to: 3, from: [0, 1]),
        Action(name: "ConvertSalesOrderToInvoice", to: 4, from: [0, 1, 3, 4], takesStatus: false),
      ]),
    LifeCycle(
      table: "invoice", set: "invoices",
      moves: [
        Move(from: 0, to: 1), Move(from: 0, to: 2), Move(from: 0, to: 3), Move(from: 1, to: 0), Move(from: 2, to: 0),
        Move(from: 3, to: 0),
      ]),
    LifeCycle(
      table: "product", set: "products",
      moves: [Move(from: 2, to: 0), Move(from: 3, to: 0), Move(from: 0, to: 3), Move(from: 0, to: 1), Move(from: 3, to: 1)],
      codes: [
        Pair(0, 2): "0x8004f912", Pair(2, 1): "0x8004f978", Pair(2, 3): "0x8004f913", Pair(1, 3): "0x8004f883", Pair(1, 0): "0x8004f977",
        Pair(1, 2): "0x8004f979",
      ],
      staying: [0: "0x8004f982", 1: "0x8004f980", 2: "0x8004f981", 3: "0x80040203"]),
    LifeCycle(
      table: "opportunity", set: "opportunities",
      moves: [
        Move(from: 0, to: 1, byUpdate: false, actions: ["WinOpportunity"]),
        Move(from: 0, to: 2, byUpdate: false, actions: ["LoseOpportunity"]), Move(from: 1, to: 0), Move(from: 2, to: 0),
      ],
      actions: [Action(name: "WinOpportunity", to: 1, from: [0]), Action(name: "LoseOpportunity", to: 2, from: [0])],
      codes: [
        Pair(1, 2): "0x80040515", Pair(2, 1): "0x80040515", Pair(1, 1): "0x80040515", Pair(2, 2): "0x80040515",
      ],
      staying: [0: "0x8004051a", 1: "0x80040515", 2: "0x80040515"]),
    LifeCycle(
      table: "lead", set: "leads",
      moves: [
        Move(from: 0, to: 1, byUpdate: false, actions: ["QualifyLead"]), Move(from: 0, to: 2), Move(from: 1, to: 0),
        Move(from: 2, to: 0),
      ],
      actions: [Action(name: "QualifyLead", to: 1, from: [0])],
      codes: [Pair(1, 2): "0x80040519", Pair(2, 1): "0x80040519", Pair(1, 1): "0x80040519"],
      staying: [0: "0x80040518", 1: "0x80040519", 2: "0x80040519"]),
  ]

  /// One state asked for in another, of one table.
  struct Case: Sendable, CustomTestStringConvertible {
    let cycle: LifeCycle
    let pair: Pair
    var testDescription: String { "\(cycle.table) \(pair.from) → \(pair.to)" }
  }

  /// Every state with every state, generated from the model of the states.
  static let cases: [Case] = all.flatMap { cycle in
    let states = StateModel.of(cycle.table)?.states.map(\.value) ?? []
    return states.flatMap { from in states.map { Case(cycle: cycle, pair: Pair(from, $0)) } }
  }

  func move(_ pair: Pair) -> Move? { moves.first { $0.from == pair.from && $0.to == pair.to } }
  func code(_ pair: Pair) -> String { codes[pair] ?? "0x80040203" }
}
