import Logging

extension TaskRun {
  /// Its counts, for the log.
  var metadata: Logger.Metadata {
    [
      "read": "\(read)", "created": "\(created)", "updated": "\(updated)", "unchanged": "\(unchanged)", "skipped": "\(skipped)",
      "failed": "\(failed)", "retried": "\(retried)",
    ]
  }
}

extension RowOutcome {
  /// The keys a row is found by, and why it was not written.
  var metadata: Logger.Metadata {
    [
      "row": "\(sourceKey)", "destination": "\(destinationKey)", "outcome": "\(outcome)", "reason": "\(reason ?? "no reason given")",
    ]
  }
}
