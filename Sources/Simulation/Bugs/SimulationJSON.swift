public import OData
import Scenarios

/// The result of a batch for programs.
public enum SimulationJSON {
  public static let format = "p2c-simulation-1"

  /// - Parameter files: of each seed with a finding, the file that leads to it.
  public static func json(_ batch: BatchResult, weeks: Int, lanes: Int, files: [UInt64: String]) -> JSON {
    func number(_ value: some BinaryInteger) -> JSON { .number(ExactDecimal(value)) }
    func faults(_ struck: [String: Int]) -> JSON { .object(JSONObject(struck.keys.sorted().map { .init($0, number(struck[$0] ?? 0)) })) }
    let results = batch.results.map { result -> JSON in
      var object: JSONObject = [
        "seed": .string(String(result.seed)), "hash": .string(result.figures.hash), "requests": number(result.figures.requests),
        "executions": number(result.figures.executions), "faults": faults(result.figures.faults),
        "virtualMilliseconds": number(result.figures.virtualMilliseconds),
      ]
      if let finding = result.finding {
        object.append("finding", .string(finding.kind))
        object.append("message", .string(finding.message))
      }
      if let file = files[result.seed] { object.append("file", .string(file)) }
      if let broken = result.broken { object.append("broken", .string(broken)) }
      return .object(object)
    }
    return [
      "format": .string(format), "weeks": number(weeks), "jobs": number(lanes), "seeds": number(batch.results.count),
      "failures": number(batch.failures.count), "broken": number(batch.broken.count), "nanoseconds": number(batch.nanoseconds),
      "requests": number(batch.requests), "executions": number(batch.executions), "faults": faults(batch.faults),
      "virtualMilliseconds": number(batch.virtualMilliseconds), "hash": .string(batch.hash), "results": .array(results),
    ]
  }
}
