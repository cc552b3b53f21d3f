#if PLANTED_BUGS && !DEBUG
  #error("bugs are planted in debug builds only: leave PLANTED_BUGS out of this build")
#endif

/// A bug that stands in the engine or a twin on purpose, to show that simulation finds it.
///
/// Each has one line where it lives: `if PlantedBug.retryStorm.isOn { return }`. In every ordinary build that is `false` and compiled away.
/// A debug build with `P2C_PLANTED_BUGS=1` in the environment of `swift build` holds all of them, and switches on one at a time:
///
/// ```swift
/// await PlantedBug.retryStorm.planted { await simulation.history(seed: 1) }
/// ```
///
/// The raw value says what is wrong, in one sentence. See docs/planted-bugs.md.
public enum PlantedBug: String, CaseIterable, Sendable {
  // Reading, in the engine.
  case rowLostAtPageEdge = "The last row of a page is lost where a link leads on."
  case rowLostBehindKey = "The first new row behind the key where the page before ended is lost."
  case filterForgotten = "Rows of Sales are read without the filter of the task."
  case everyCompanyRead = "Rows of every company are read."
  case parentChangeMissed = "A line does not count as changed when its document is."
  case deltaOfParentMissed = "Delta links are followed for the table of the task alone."
  case deltaLinkBeforeRows = "The next delta link is kept before the rows of this one are there."
  case watermarkBeforeRows = "The watermark is kept before the rows of the page are there."
  case spoiltPageTakenForEmpty = "A page that cannot be read counts as an empty one."

  // Keeping account, in the engine.
  case changeTakenForKnown = "A row that is at the destination counts as unchanged."
  case firstColumnNotCompared = "Whether a row has changed is told without its first column."
  case contentForgotten = "The ledger keeps nothing of what was written."
  case allDataLeavesOutKnown = "A run with all data leaves out what has not changed."
  case failedRowForgotten = "A row that failed is not tried again."

  // Mapping, in the engine.
  case lookupLearnedOnce = "Lookups of a task are asked for once, with its first page."
  case lookupStale = "A lookup answers with what it answered first."
  case valueMapSkipped = "Value maps are not applied."
  case centsCutOff = "Amounts lose their decimals."

  // Writing, in the engine.
  case linesBeforeHeaders = "Tasks run from the last to the first."
  case wrongCompanyWritten = "Rows are written to another company."
  case doubleInsertOnLostAnswer = "A create whose answer was lost is sent again, and numbered by the system."
  case lostAnswerTakenForDone = "A write whose answer was lost counts as done."
  case refusedPartTakenForDone = "A part of a batch that was refused for now counts as done."
  case goneRowTakenForDone = "An update of a row that is gone counts as done."
  case blankNotSent = "A field that was cleared stays filled at the destination."
  case numberNotUpdated = "Updates leave numbers out."

  // Patience, in the engine.
  case retryStorm = "What was lost is sent again at once."
  case retryAfterIgnored = "A system that asks for patience is asked again at once."
  case retryDateMisread = "A Retry-After that names a moment counts as one second."

  // What both twins are made of.
  case rowVersionStays = "An update leaves the version of the row as it was."
  case deltaLeavesOutRow = "A delta link leaves out the first of several rows."
  case pageEndsEarly = "A page that a link leads on from lacks its last row."
  case requestLimitIgnored = "Nobody is turned away for too many requests."
  case timeLimitIgnored = "Nobody is turned away for too much work."

  // Sales.
  case quoteStaysDraft = "Activating a quote leaves it a draft."
  case discountPerUnit = "The discount of a line is rounded for each unit."
  case freightLeftOut = "The total of a document leaves freight out."
  case lastLineNotCopied = "A quote of several lines becomes an order without the last one."
  case invoicedOrderStaysOpen = "An order whose invoice has come stays active."
  case deletedRowStays = "A deleted account is still there."
  case listPriceOverrides = "The price of the list replaces the one the integration brings."

  // Supply Chain.
  case roundsHalfEven = "Half a cent goes to the even cent."
  case chargesNotInvoiced = "Invoices leave the charges of the order out."
  case chargesTwice = "Charges count twice in totals."
  case deliveryReplacesEarlier = "A further packing slip replaces what was delivered before."
  case cancelledOrderStaysOpen = "A cancelled order has the status Active."
  case statusMovesBack = "The status of an order follows its last document, not its furthest."
  case totalsStayOld = "A change does not clear \"totals calculated\"."
  case quotedDiscountLost = "A confirmed quotation becomes an order without its discounts."
  case lostQuotationCancelled = "A lost quotation has the status Cancelled."
  case customerNotKnownAsOurs = "Orders do not tell that their customer comes from Sales."
  case newProductNotListed = "New products do not get into the list of sellable ones."
  case taxWithoutGroup = "Customers without a tax group pay tax."
}

extension PlantedBug {
  /// What commands call it: `retryStorm`.
  public var name: String { "\(self)" }

  #if PLANTED_BUGS
    /// Whether this program holds bugs at all.
    public static let arePlanted = true

    /// The bug of the task that is running, and of what it started.
    @TaskLocal private static var current: PlantedBug?

    /// Whether it is switched on here.
    public var isOn: Bool { Self.current == self }

    /// Does something with the bug switched on.
    public func planted<Result>(_ body: () async throws -> Result) async rethrows -> Result {
      try await Self.$current.withValue(self, operation: body)
    }

    /// Does something with none switched on.
    public static func withoutAny<Result>(_ body: () async throws -> Result) async rethrows -> Result {
      try await $current.withValue(nil, operation: body)
    }
  #else
    /// Whether this program holds bugs at all.
    public static let arePlanted = false

    /// Never, in this build.
    @inlinable public var isOn: Bool { false }

    /// Does something without the bug, since there is none in this build.
    public func planted<Result>(_ body: () async throws -> Result) async rethrows -> Result { try await body() }

    /// Does something, as always in this build, without any.
    public static func withoutAny<Result>(_ body: () async throws -> Result) async rethrows -> Result { try await body() }
  #endif
}
