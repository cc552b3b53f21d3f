import OData
import StrictYAML

extension JSONReport {
  /// A text that is no report of this version.
  public struct Unreadable: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// Reads what `text` has written; writing it again gives the same bytes.
  /// - Throws: `Unreadable`.
  public static func suite(_ bytes: [UInt8]) throws(Unreadable) -> SuiteResult {
    let json: JSON
    do { json = try JSON(decoding: bytes) } catch { throw Unreadable(description: "it is not JSON: \(error)") }
    guard let version = json["version"]?.numberValue?.exactInt64, let scenarios = json["scenarios"]?.arrayValue,
      let seed = json["seed"]?.numberValue.flatMap({ UInt64($0.description) })
    else { throw Unreadable(description: "it is no JSON report of p2c run") }
    guard version == Self.version else {
      throw Unreadable(description: "it is of version \(version), this p2c reads version \(Self.version)")
    }
    var suite = SuiteResult(seed: seed)
    suite.total = json.whole("total")
    suite.skipped = json.whole("notRun")
    for threshold in json["thresholds"]?.arrayValue ?? [] {
      do { suite.thresholds.append(try Threshold(threshold["threshold"]?.stringValue ?? "")) } catch {
        throw Unreadable(description: "a threshold of it is damaged: \(error)")
      }
    }
    suite.nanoseconds = json.nanoseconds
    for (index, scenario) in scenarios.enumerated() {
      guard let result = ScenarioResult(report: scenario) else { throw Unreadable(description: "scenario \(index + 1) of it is damaged") }
      suite.results.append(result)
    }
    return suite
  }
}

extension ScenarioResult {
  /// - Returns: `nil` for anything that the report does not write.
  fileprivate init?(report json: JSON) {
    guard let path = json["path"]?.stringValue, let title = json["scenario"]?.stringValue, let outcome = Outcome(report: json),
      let time = json["virtualTime"]?.stringValue.flatMap({ Timestamp($0) })
    else { return nil }
    self.init(
      path: path, title: title, proves: json.texts("proves"), tags: json.texts("tags"), outcome: outcome, virtualTime: time)
    position = json.whole("position")
    level = json["level"]?.stringValue ?? ""
    solution = json["solution"]?.stringValue
    began = json["began"]?.stringValue.flatMap { Timestamp($0) }
    history = json["history"].flatMap { ScenarioHistory($0) }
    notes = json.texts("notes")
    documents = (json["documents"]?.objectValue?.members ?? []).map {
      DocumentCount(kind: $0.name, count: Int($0.value.numberValue?.exactInt64 ?? 0))
    }
    nanoseconds = json.nanoseconds
    requests = json.whole("requests")
    executions = json.whole("executions")
    steps = json.whole("steps")
    endState = json["endState"]?.stringValue
  }
}

extension ScenarioResult.Outcome {
  fileprivate init?(report json: JSON) {
    switch json["outcome"]?.stringValue {
    case "passed": self = .passed
    case "failed":
      guard let failure = json["failure"].flatMap({ FailureReport(report: $0) }) else { return nil }
      self = .failed(failure)
    case "notForThisEngine": self = .notForThisEngine(json["reason"]?.stringValue ?? "")
    case "broken": self = .broken(json["error"]?.stringValue ?? "")
    case "malformed":
      self = .malformed(
        MalformedFile(
          (json["diagnostics"]?.arrayValue ?? []).map { Diagnostic(SourcePosition(report: $0), $0["message"]?.stringValue ?? "") }))
    default: return nil
    }
  }
}

extension FailureReport {
  fileprivate init?(report json: JSON) {
    guard let message = json["message"]?.stringValue, let replay = json["replay"]?.stringValue else { return nil }
    self.init(
      position: SourcePosition(report: json), message: message, virtualTime: json["virtualTime"]?.stringValue.flatMap { Timestamp($0) },
      replay: replay)
    step = json["step"]?.stringValue
    if let what = json["what"]?.stringValue, let expected = json["expected"]?.stringValue, let actual = json["actual"]?.stringValue {
      comparison = ScenarioFailure.Comparison(what: what, expected: expected, actual: actual)
    }
    source = (json["source"]?.arrayValue ?? []).map { ($0.whole("line"), $0["text"]?.stringValue ?? "") }
    records = (json["records"]?.arrayValue ?? []).map { record in
      RecordView(
        title: record["title"]?.stringValue ?? "",
        lines: (record["values"]?.objectValue?.members ?? []).map { ($0.name, $0.value.stringValue ?? "") })
    }
    ledger = json.texts("ledger")
    faults = json.texts("faults")
    response = json["response"]?.stringValue
  }
}

extension SourcePosition {
  fileprivate init(report json: JSON) {
    self.init(file: json["file"]?.stringValue ?? "", line: json.whole("line"), column: json.whole("column"))
  }
}

extension JSON {
  fileprivate var nanoseconds: Int64 {
    guard let milliseconds = self["milliseconds"]?.numberValue else { return 0 }
    return (milliseconds * ExactDecimal(1_000_000)).rounded(to: 0).exactInt64 ?? 0
  }
}
