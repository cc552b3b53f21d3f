import OData
import Twin

/// What a world has done since it was opened, in counts.
struct WorldMetrics: Sendable {
  private struct System {
    var requests: Int64 = 0
    var byMethod: [HTTPRequest.Method: Int64] = [:]
    /// Answers by the hundreds of their status.
    var byStatus = [Int64](repeating: 0, count: 6)
    var connectionsLost: Int64 = 0
    var bytesIn: Int64 = 0
    var bytesOut: Int64 = 0
  }

  private var systems: [System]
  private let names: [String]

  init(systems names: [String]) {
    self.names = names
    systems = names.map { _ in System() }
  }

  mutating func count(_ system: Int, _ request: HTTPRequest, _ response: HTTPResponse?) {
    systems[system].requests += 1
    systems[system].byMethod[request.method, default: 0] += 1
    systems[system].bytesIn += Int64(request.body.count)
    guard let response else {
      systems[system].connectionsLost += 1
      return
    }
    systems[system].byStatus[min(max(response.status / 100, 0), 5)] += 1
    systems[system].bytesOut += Int64(response.body.count)
  }

  /// - Parameter services: in the order of the systems.
  func json(_ services: [TwinService]) -> JSON {
    var object = JSONObject()
    for ((name, system), service) in zip(zip(names, systems), services) {
      var methods = JSONObject()
      for method in system.byMethod.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
        methods.append(method.rawValue, .number(ExactDecimal(system.byMethod[method] ?? 0)))
      }
      var statuses = JSONObject()
      for hundreds in 1...5 { statuses.append("\(hundreds)xx", .number(ExactDecimal(system.byStatus[hundreds]))) }
      var versions = JSONObject()
      for version in service.unknownVersions.keys.sorted() {
        versions.append(version.description, .number(ExactDecimal(service.unknownVersions[version] ?? 0)))
      }
      object.append(
        name,
        [
          "requests": .number(ExactDecimal(system.requests)), "byMethod": .object(methods), "byStatus": .object(statuses),
          "connectionsLost": .number(ExactDecimal(system.connectionsLost)), "bytesIn": .number(ExactDecimal(system.bytesIn)),
          "bytesOut": .number(ExactDecimal(system.bytesOut)), "unknownVersions": .object(versions),
        ])
    }
    return .object(object)
  }
}
