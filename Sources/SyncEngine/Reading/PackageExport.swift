import Ambient
import DataPackages
import OData

/// Exports a data project of finance and operations as the package API does (sourced: S16), and fetches the package.
struct PackageExport {
  let client: ServiceClient
  let clock: any WorldClock
  let legalEntity: String

  /// Seconds between two questions whether the batch has ended.
  private static let pollSeconds: ClosedRange<Int64> = 5...60
  /// An export that takes longer than this is given up.
  private static let waitSecondsMax: Int64 = 6 * 3600

  /// A batch that ended, and brought no package.
  struct Unsuccessful: Error {
    let status: String
  }

  /// Moves the project's position in the history of changes.
  /// - Throws: `ServiceFailure`, `Unsuccessful`, `PackageError`.
  func run(project: String) async throws -> DataPackage {
    let id = try await action(
      "ExportToPackage",
      [
        "definitionGroupId": .string(project), "packageName": .string(project), "executionId": "", "reExecute": false,
        "legalEntityId": .string(legalEntity),
      ])
    let status = try await finalStatus(of: id)
    guard status == "Succeeded" else { throw Unsuccessful(status: status) }
    return try DataPackage(zip: try await download(try await action("GetExportedPackageUrl", ["executionId": .string(id)])))
  }

  private func finalStatus(of id: String) async throws -> String {
    let end = clock.now.adding(seconds: Self.waitSecondsMax)
    var pause = Self.pollSeconds.lowerBound
    while true {
      let status = try await action("GetExecutionSummaryStatus", ["executionId": .string(id)])
      guard status == "Executing" || status == "NotRun" || status == "Unknown" else { return status }
      guard clock.now < end else { throw failure("GetExecutionSummaryStatus", 0, "the export \(id) does not end") }
      try await clock.sleep(milliseconds: pause * 1000)
      pause = min(pause * 2, Self.pollSeconds.upperBound)
    }
  }

  private func action(_ name: String, _ parameters: JSONObject) async throws -> String {
    let target = "\(client.endpoint.servicePath)/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.\(name)"
    let headers: HTTPHeaders = [
      "Accept": "application/json", "Content-Type": "application/json", "OData-Version": "4.0", "OData-MaxVersion": "4.0",
    ]
    let response = try await answer(HTTPRequest(.post, target, headers: headers, body: JSON.object(parameters).encoded()), name)
    // The documentation shows the value nested in another one; the action returns a text (inferred: S16).
    guard let value = (try? JSON(decoding: response.body))?["value"], let text = value.stringValue ?? value["value"]?.stringValue else {
      throw failure(name, response.status, "the answer has no 'value'")
    }
    return text
  }

  private func download(_ address: String) async throws -> [UInt8] {
    guard let storage = client.endpoint.storage else {
      // The address signs itself.
      return try await answer(HTTPRequest(.get, ServiceClient.target(ofLink: address), headers: ["Authorization": ""]), "package").body
    }
    do {
      let response = try await storage.send(HTTPRequest(.get, address))
      guard response.status == 200 else { throw failure("package", response.status, FailureReason.text(of: response)) }
      return response.body
    } catch let failure as ServiceFailure {
      throw failure
    } catch {
      throw failure("package", 0, "\(error)")
    }
  }

  private func answer(_ request: HTTPRequest, _ what: String) async throws -> HTTPResponse {
    switch await client.send(request) {
    case .answer(let response) where response.status == 200: return response
    case .answer(let response): throw failure(what, response.status, FailureReason.text(of: response))
    case .noAnswer(let failure): throw failure
    }
  }

  private func failure(_ what: String, _ status: Int, _ message: String) -> ServiceFailure {
    ServiceFailure(endpoint: client.endpoint.name, request: what, status: status, message: message)
  }
}
