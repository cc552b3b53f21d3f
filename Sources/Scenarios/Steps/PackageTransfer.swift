import Ambient
import DataPackages
import OData
import StrictYAML
import SyncEngine

/// Data packages into Supply Chain and out of it, as any client of the package API moves them: over the wire, waiting on the world's
/// clock.
struct PackageTransfer {
  let run: ScenarioRun
  let position: SourcePosition

  /// How often a status is asked for before the batch counts as hung.
  private static let pollsMax = 100_000
  private static let pollMilliseconds: Int64 = 5_000

  private var client: SystemClient { run.client(.supplyChain) }

  /// - Returns: the status, and the rejected rows.
  func importPackage(_ bytes: [UInt8], project: String, company: String, execute: Bool) async throws -> (status: String, errors: [JSON]) {
    let text = try await action("GetAzureWriteUrl", ["uniqueFileName": .string("\(project).zip")])
    let url = try JSON(decoding: Array(text.utf8))["BlobUrl"]?.stringValue ?? ""
    try await expectSuccess(
      HTTPRequest(
        .put, SystemClient.path(of: url), headers: ["x-ms-blob-type": "BlockBlob", "Content-Type": "application/zip"], body: bytes))
    let id = try await action(
      "ImportFromPackage",
      [
        "packageUrl": .string(url), "definitionGroupId": .string(project), "executionId": "", "execute": .bool(execute), "overwrite": true,
        "legalEntityId": .string(company),
      ])
    let status = try await finished(id)
    let errors = try JSON(decoding: Array(try await action("GetExecutionErrors", ["executionId": .string(id)]).utf8)).arrayValue ?? []
    return (status, errors)
  }

  func exportPackage(project: String, company: String) async throws -> DataPackage {
    let id = try await action(
      "ExportToPackage",
      [
        "definitionGroupId": .string(project), "packageName": .string(project), "executionId": "", "reExecute": false,
        "legalEntityId": .string(company),
      ])
    let status = try await finished(id)
    guard status == "Succeeded" else { throw ScenarioFailure(position, "the export of \(project) ended as \(status)") }
    let url = try await action("GetExportedPackageUrl", ["executionId": .string(id)])
    let response = try await expectSuccess(HTTPRequest(.get, SystemClient.path(of: url)))
    do { return try DataPackage(zip: response.body) } catch {
      throw ScenarioFailure(position, "the package of \(project) cannot be read: \(error)")
    }
  }

  private func finished(_ id: String) async throws -> String {
    for _ in 0..<Self.pollsMax {
      let status = try await action("GetExecutionSummaryStatus", ["executionId": .string(id)])
      guard status == "Executing" || status == "NotRun" else { return status }
      try await run.world.clock.sleep(milliseconds: Self.pollMilliseconds)
    }
    throw ScenarioFailure(position, "the execution \(id) does not end")
  }

  private func action(_ name: String, _ parameters: JSONObject) async throws -> String {
    let path = "DataManagementDefinitionGroups/\(client.schema.model.namespace).\(name)"
    return try await client.invoke(path, isFunction: false, parameters)["value"]?.stringValue ?? ""
  }

  @discardableResult
  private func expectSuccess(_ request: HTTPRequest) async throws -> HTTPResponse {
    let response = try await client.transport.send(request)
    guard response.status < 300 else { throw Refusal(system: .supplyChain, request: request, response: response) }
    return response
  }
}
