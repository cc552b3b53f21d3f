import OData
import Scenarios
import Twin

extension Twins {
  /// Hands a request to the twin whose service path its target begins with; `nil` where it is neither's.
  func answer(_ request: HTTPRequest) -> TwinAnswer? { doors.first { $0.owns(request.target) }?.handle(request) }

  /// From now on links in answers begin with this origin.
  func publish(at origin: PublicOrigin?) {
    for door in doors {
      door.service.publicURL = origin?.url
      door.service.publicPrefix = origin?.prefix ?? ""
    }
  }
}
