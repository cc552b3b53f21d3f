import Faults
import OData
import Scenarios
import StrictYAML
import Twin

/// A refusal of the control plane, in its own envelope: `{"error": {"code", "message", "hint"}}`.
struct ControlError: Error, Hashable {
  let status: Int
  let code: String
  let message: String
  let hint: String
  var headers: HTTPHeaders = [:]

  var response: HTTPResponse {
    let body: JSON = ["error": ["code": .string(code), "message": .string(message), "hint": .string(hint)]]
    var all = headers
    all["Content-Type"] = "application/json"
    return HTTPResponse(status, headers: all, body: body.encoded())
  }

  static func badRequest(_ message: String, hint: String) -> ControlError {
    ControlError(status: 400, code: "badRequest", message: message, hint: hint)
  }

  init(status: Int, code: String, message: String, hint: String, headers: HTTPHeaders = [:]) {
    self.status = status
    self.code = code
    self.message = message
    self.hint = hint
    self.headers = headers
  }

  /// What went wrong behind a route, as a refusal.
  init(_ error: any Error) {
    switch error {
    case let error as ControlError: self = error
    case let error as WorldError:
      self.init(status: Self.status(error.reason), code: error.reason.rawValue, message: error.message, hint: error.hint)
    case let error as FaultError:
      self.init(
        status: 400, code: "badFault", message: error.message, hint: error.meant.map { "Did you mean '\($0)'?" } ?? FaultRoutes.hint)
    case let trouble as FaultTrouble:
      self.init(
        status: 409, code: "faultTrouble", message: trouble.description, hint: "The world holds nothing that the fault could strike.")
    case let error as LimitError:
      self.init(status: 400, code: "badLimits", message: error.description, hint: "docs/limits.md tells what can be set.")
    case let error as ImageError:
      self.init(status: 400, code: "badImage", message: error.message, hint: "Nothing was changed.")
    case let error as MalformedFile:
      self.init(status: 400, code: "badBaseline", message: "\(error)", hint: "Correct the baseline's files; nothing was changed.")
    default:
      self.init(status: 500, code: "failed", message: "\(error)", hint: "Please report this with the request that led to it.")
    }
  }

  private static func status(_ reason: WorldError.Reason) -> Int {
    switch reason {
    case .unknownWorld, .unknownSnapshot, .unknownSystem, .unknownEntitySet, .unknownFault, .unknownRequest: 404
    case .worldExists, .tooManyWorlds, .tooManySnapshots, .otherModel, .installationRefused: 409
    case .badRequest, .unknownBaseline, .badBaseline, .badFault, .clockRunsForward: 400
    case .failed: 500
    }
  }
}
