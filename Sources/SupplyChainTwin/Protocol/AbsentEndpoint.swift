import OData
import Twin

/// An address beside the service root that the product answers and the twin does not emulate.
struct AbsentEndpoint: FurtherEndpoint {
  let root: String
  let refusal: ServiceError

  func answer(_ request: FurtherRequest) throws -> HTTPResponse { throw refusal }
}
