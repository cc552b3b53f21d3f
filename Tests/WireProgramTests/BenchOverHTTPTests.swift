import Foundation
import OData
import Testing

/// Requests under load between two ends of real sockets, as `p2c-wire bench` measures them.
struct BenchOverHTTPTests {
  @Test("Requests arrive at rising rates over HTTP, every one is answered, and the knee is told")
  func load() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("p2c-\(ProcessInfo.processInfo.globallyUniqueString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    let run = try WireProgram.run([
      "bench", "load", "--over", "http", "--connections", "4", "--rows", "50", "--repetitions", "1", "--ramp-seconds", "0.02",
      "--only", "sales.read-by-key", "--json", file.path,
    ])
    #expect(run.exitCode == 0, "\(run.output)")
    #expect(run.output.contains("over HTTP"))
    let result = try JSON(decoding: Array(Data(contentsOf: file)))
    let curve = try #require(result["workloads"]?.arrayValue?.first?["curves"]?.arrayValue?.first)
    #expect(curve["name"] == "sales.read-by-key")
    // Where the knee lies, and whether the first step is held, is the machine's: other tests keep it busy.
    let isHeld = curve["knee"]?.numberValue != nil
    #expect(run.output.contains("<- knee") == isHeld)
    #expect(run.output.contains("sales.read-by-key: no step was held") == !isHeld)
    let steps = try #require(curve["steps"]?.arrayValue)
    #expect(steps.count > 1)
    #expect(steps.allSatisfy { $0["answers"]?.numberValue != 0 && $0["errors"]?.objectValue?.members.isEmpty == true })
  }

  @Test("What stays in the process is refused over HTTP, with the way out")
  func stays() throws {
    let run = try WireProgram.run(["bench", "engine", "--over", "http"])
    #expect(run.exitCode == 2)
    #expect(run.output.contains("The workload 'engine' stays in this process; --over http is for 'requests' and 'load'."))
  }
}
