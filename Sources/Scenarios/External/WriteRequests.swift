import OData
import Twin

/// What was written by requests, whoever sent them: a row made, changed or removed. Calls of actions are left out: packages are
/// exported by them, too.
enum WriteRequests {
  /// Requests that were accepted, `PATCH /data/CustomersV2(…)`, oldest first.
  /// - Parameter number: of the last request before those that are meant.
  static func since(_ number: Int64, in twins: Twins) -> [String] {
    twins.log.entries.filter { $0.number > number && isWrite($0, twins) }.map { "\($0.request.method.rawValue) \($0.path)" }
  }

  private static func isWrite(_ entry: LogEntry, _ twins: Twins) -> Bool {
    guard let status = entry.response?.status, (200..<300).contains(status) else { return false }
    switch entry.request.method {
    case .patch, .put, .delete: return true
    case .post:
      let last = entry.path.split(separator: "/").last ?? ""
      let system: SystemName = entry.system == SystemName.sales.rawValue ? .sales : .supplyChain
      return twins.schemas[system].model.entitySet(String(last)) != nil
    default: return false
    }
  }
}
