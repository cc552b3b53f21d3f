import Scenarios

extension Outcome {
  /// How a command ends that has run scenarios: 4 comes before 1, and 1 before 3.
  init(of suite: SuiteResult, hasMalformedFiles: Bool = false) {
    self =
      if suite.broken > 0 {
        .internalError
      } else if suite.failed > 0 || !suite.keepsThresholds {
        .failed
      } else if suite.malformed > 0 || hasMalformedFiles {
        .malformedFile
      } else {
        .passed
      }
  }
}
