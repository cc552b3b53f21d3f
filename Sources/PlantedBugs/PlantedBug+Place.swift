extension PlantedBug {
  /// Where it stands.
  public enum Place: String, Sendable {
    case engine = "the engine"
    case twins = "both twins"
    case sales = "Sales"
    case supplyChain = "Supply Chain"
  }

  public var place: Place {
    switch self {
    case .rowLostAtPageEdge, .rowLostBehindKey, .filterForgotten, .everyCompanyRead, .parentChangeMissed, .deltaOfParentMissed,
      .deltaLinkBeforeRows, .watermarkBeforeRows, .spoiltPageTakenForEmpty, .changeTakenForKnown, .firstColumnNotCompared,
      .contentForgotten, .allDataLeavesOutKnown, .failedRowForgotten, .lookupLearnedOnce, .lookupStale, .valueMapSkipped,
      .centsCutOff, .linesBeforeHeaders, .wrongCompanyWritten, .doubleInsertOnLostAnswer, .lostAnswerTakenForDone,
      .refusedPartTakenForDone, .goneRowTakenForDone, .blankNotSent, .numberNotUpdated, .retryStorm, .retryAfterIgnored,
      .retryDateMisread:
      .engine
    case .rowVersionStays, .deltaLeavesOutRow, .pageEndsEarly, .requestLimitIgnored, .timeLimitIgnored:
      .twins
    case .quoteStaysDraft, .discountPerUnit, .freightLeftOut, .lastLineNotCopied, .invoicedOrderStaysOpen, .deletedRowStays,
      .listPriceOverrides:
      .sales
    case .roundsHalfEven, .chargesNotInvoiced, .chargesTwice, .deliveryReplacesEarlier,
      .cancelledOrderStaysOpen, .statusMovesBack, .totalsStayOld, .quotedDiscountLost, .lostQuotationCancelled, .customerNotKnownAsOurs,
      .newProductNotListed, .taxWithoutGroup:
      .supplyChain
    }
  }
}
