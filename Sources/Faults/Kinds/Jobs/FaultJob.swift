import OData
import Twin

/// A batch job of Supply Chain, as faults see it.
enum FaultJob {
  static let parameter = FaultParameter(
    "job", .word(["CalculateSalesTotals", "PopulateDistinctProductTable", "SalesPopulateProspectToCash"]), "which job")

  /// Changes every batch job of that name.
  /// - Parameter change: answers what is written to a job, `nil` for nothing.
  /// - Throws: `FaultTrouble` for a refusal.
  static func change(_ scene: FaultScene, _ change: (JSONObject) -> JSONObject?) throws {
    for service in scene.services {
      let root = service.product.rules.servicePath
      let answer = try JSON(decoding: scene.asSomebodyElse(HTTPRequest(.get, "\(root)/BatchJobs?cross-company=true"), at: service).body)
      for job in answer["value"]?.arrayValue?.compactMap(\.objectValue) ?? [] where job["JobName"]?.stringValue == scene.values.text("job")
      {
        guard let body = change(job), let id = job["BatchJobRecId"]?.numberValue else { continue }
        try scene.asSomebodyElse(
          HTTPRequest(
            .patch, "\(root)/BatchJobs(BatchJobRecId=\(id))?cross-company=true", headers: ["Content-Type": "application/json"],
            body: JSON.object(body).encoded()), at: service)
      }
    }
  }
}
