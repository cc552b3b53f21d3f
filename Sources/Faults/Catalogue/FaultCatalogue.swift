/// Every fault there is, in the order of their families. A new one is a file of its own and a line here.
public enum FaultCatalogue {
  public static let all: [Fault] = [
    .connectionRefused, .nameNotFound, .resetBeforeSend, .resetAfterCommit, .halfBody, .slowAnswer, .timeOut,
    .serverError, .badGateway, .serviceUnavailable, .gatewayTimeOut, .requestTimeOut, .httpError, .emptyAnswer, .malformedJSON,
    .truncatedGzip, .wrongContentType,
    .duplicateDelivery, .lateDelivery,
    .throttledRequests, .throttledExecutionTime, .throttledConcurrency, .retryAfterDate, .retryAfterMissing, .priorityThrottling,
    .throttledPart,
    .commitThenFail, .commitThenFailPart, .partialBatchAnswer,
    .rowEdited, .rowDeleted, .keyChanged, .editAtDestination, .updateConflict, .duplicateKey, .columnAdded, .columnRemoved,
    .columnRetyped, .metadataStale,
    .tokenExpired, .tokenRevoked, .clockSkew, .roleRemoved, .userDisabled,
    .deltaLinkExpired, .deltaReset, .deltaGap,
    .jobNotRun, .jobLate, .jobTwice,
    .hotfixInstalled, .releaseInstalled, .solutionUpgraded, .restart, .olderBackup,
    .engineCrash, .diskFull, .ledgerLocked, .clockJump,
  ]

  /// - Throws: `FaultError` for a name there is not.
  public static func fault(_ name: String) throws(FaultError) -> Fault {
    guard let fault = byName[name] else { throw .unknown("fault", name, all.map(\.name)) }
    return fault
  }

  public static func faults(of families: Set<FaultFamily>) -> [Fault] { all.filter { families.contains($0.family) } }

  private static let byName = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
