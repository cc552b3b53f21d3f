import OData
import StrictYAML

/// Checks contracts, one after the other.
public final class ContractRunner {
  private let endpoints: any ContractEndpoints
  private let uniquePrefix: String
  private let replayWords: [String]
  private let stopwatch: () -> Int64
  private let reporter: ContractReporter?

  /// So many contracts in a row without an answer end the run.
  private static let brokenMax = 2

  /// - Parameters:
  ///   - uniquePrefix: begins the `${unique}` of every contract; at most six letters and digits.
  ///   - replayWords: words that `p2c contract FILE` needs behind it to do the same again.
  ///   - stopwatch: a steadily growing count of nanoseconds.
  public init(
    endpoints: any ContractEndpoints, uniquePrefix: String = "C", replayWords: [String] = [], stopwatch: @escaping () -> Int64,
    reporter: ContractReporter? = nil
  ) {
    self.endpoints = endpoints
    self.uniquePrefix = uniquePrefix
    self.replayWords = replayWords
    self.stopwatch = stopwatch
    self.reporter = reporter
  }

  /// Checks them in the order given, but those without settings first, then those of the same settings together.
  /// - Throws: `MalformedFile` for a baseline that cannot be used.
  public func run(_ contracts: [Contract]) async throws -> [ContractResult] {
    var groups: [WorldSettings?] = [nil]
    for contract in contracts where !groups.contains(contract.worldSettings) { groups.append(contract.worldSettings) }
    let ordered = groups.flatMap { settings in contracts.filter { $0.worldSettings == settings } }
    var results: [ContractResult] = []
    do {
      for (index, contract) in ordered.enumerated() {
        results.append(try await check(contract, number: index + 1))
        // Nobody is there: every further contract would only wait in vain.
        if results.count >= Self.brokenMax, results.suffix(Self.brokenMax).allSatisfy(\.isBroken) { break }
      }
    } catch {
      await endpoints.close()
      throw error
    }
    await endpoints.close()
    return results
  }

  private func check(_ contract: Contract, number: Int) async throws -> ContractResult {
    let start = stopwatch()
    var result = ContractResult(path: contract.file.path, title: contract.title, system: contract.system, evidence: contract.evidence)
    do {
      switch try await endpoints.endpoint(for: contract) {
      case .nowhere(let reason): result.outcome = .notChecked(reason)
      case .endpoint(let endpoint):
        let digits = String(number)
        let unique = uniquePrefix + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        result.outcome = try await outcome(contract, endpoint, ContractNames(unique: unique, servicePath: endpoint.servicePath))
      }
    } catch let error as MalformedFile {
      throw error
    } catch {
      result.outcome = .broken("\(error)")
    }
    result.nanoseconds = stopwatch() - start
    reporter?.ended(result)
    return result
  }

  private func outcome(_ contract: Contract, _ endpoint: ContractEndpoint, _ names: ContractNames) async throws -> ContractResult.Outcome {
    for exchange in contract.setup + [contract.subject] + contract.then {
      do {
        try await exchange.perform(endpoint, names)
      } catch let failure as ScenarioFailure {
        return .failed(report(failure, of: exchange, in: contract))
      }
    }
    return .passed
  }

  private func report(_ failure: ScenarioFailure, of exchange: ContractExchange, in contract: Contract) -> FailureReport {
    let replay = (["p2c", "contract", contract.file.path] + replayWords).joined(separator: " ")
    var report = FailureReport(position: failure.position, message: failure.message, virtualTime: nil, replay: replay)
    report.comparison = failure.comparison
    let first = exchange.request.position.line
    if failure.position.line >= first {
      report.step = exchange.request.method.rawValue
      report.source = (first...failure.position.line).suffix(20).map { ($0, String(contract.file.line($0))) }
    }
    report.response = failure.response.map { response in
      let headers = response.headers.fields.map { "\n    \($0.name): \($0.value)" }.joined()
      return "\(response.status)\(headers)\n    \(response.text.prefix(2_000))"
    }
    return report
  }
}
