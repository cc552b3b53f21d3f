import Ambient
import OData

extension TwinService {
  /// Switches service protection on, with these changes to the product's own limits, or off for `nil`, which is how a service starts.
  /// Counts begin at nothing. A product without limits has none to switch on.
  public func protect(_ settings: LimitSettings?) {
    limitSettings = settings
    guard let settings, let standard = rules.protection else {
      limits = nil
      return
    }
    limits = LimitStage(settings.applied(to: standard))
  }

  /// Begins to count callers anew, as a service does that is started again.
  public func forgetUse() { protect(limitSettings) }

  /// The answer to a caller who has to wait, in the product's words.
  func turnedAway(_ exceeded: ExceededLimit, _ seconds: Int64) -> HTTPResponse {
    let refusal = product.errors.throttled(exceeded)
    var response = render(refusal)
    response.headers["Retry-After"] = String(seconds)
    response.headers["OData-Version"] = "4.0"
    return response
  }
}

extension Target {
  /// What kind of work a request to it is.
  func costKind(_ method: HTTPRequest.Method) -> RequestCosts.Kind {
    switch (method, self) {
    case (_, .operation(let operation, _)): operation.kind == .function ? .function : .action
    case (_, .link): .link
    case (_, .bulk(let operation, _)): operation == .update ? .update : .create
    case (.get, .collection), (.get, .count), (.get, .references), (.get, .resource): .query
    case (.get, _), (.head, _), (.options, _): .read
    case (.post, _): .create
    case (.patch, _), (.put, _): .update
    case (.delete, _): .delete
    }
  }
}
