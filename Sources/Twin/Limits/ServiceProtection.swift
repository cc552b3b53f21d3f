/// The service-protection limits of a product and what they are measured by, as data. Each of the three limits may be off.
///
/// A product's own are in its `ProtocolRules`; `LimitSettings` changes them for one world.
public struct ServiceProtection: Hashable, Sendable {
  /// Length of the sliding window that requests and execution time are counted over, in seconds of virtual time.
  public var windowSeconds: Int64
  /// Most requests of a user at one web server in a window; `nil` for no limit.
  public var requests: Int64?
  /// Most execution time of a user at one web server in a window, in milliseconds; `nil` for no limit.
  public var executionMilliseconds: Int64?
  /// Most requests of a user that one web server works on at a time; `nil` for no limit. With it, answers take their time.
  public var concurrentRequests: Int64?
  /// Requests and execution time are only looked at when a user has been busy for a whole window.
  public var actsAfterFullWindow: Bool
  /// Web servers that share the work; each counts for itself.
  public var webServers: Int64
  public var costs: RequestCosts
  /// Header that tells how many requests are left, and the one that tells how much time; `nil` where the product tells neither.
  public var requestsHeader: String?
  public var timeHeader: String?
  /// Requests a day that a person's licence and an application's pool allow. Counted, never enforced.
  public var personEntitlement: Int64
  public var applicationEntitlement: Int64
  /// The three limits of a user may be switched on.
  public var hasUserLimits = true
  /// The limit on the resources of the whole environment; `nil` where the product has none.
  public var resources: ResourceProtection?
  /// Names, user or application ids of callers that no limit is for.
  public var exemptCallers: Set<String> = []
  /// What addresses below the service root begin with that no limit is for.
  public var exemptPaths: [String] = []

  public init(
    windowSeconds: Int64, requests: Int64?, executionMilliseconds: Int64?, concurrentRequests: Int64?, actsAfterFullWindow: Bool = true,
    webServers: Int64 = 1, costs: RequestCosts = RequestCosts(), requestsHeader: String? = nil, timeHeader: String? = nil,
    personEntitlement: Int64,
    applicationEntitlement: Int64
  ) {
    self.windowSeconds = windowSeconds
    self.requests = requests
    self.executionMilliseconds = executionMilliseconds
    self.concurrentRequests = concurrentRequests
    self.actsAfterFullWindow = actsAfterFullWindow
    self.webServers = webServers
    self.costs = costs
    self.requestsHeader = requestsHeader
    self.timeHeader = timeHeader
    self.personEntitlement = personEntitlement
    self.applicationEntitlement = applicationEntitlement
  }
}

/// A limit that was reached, for the product to put into words.
public struct ExceededLimit: Hashable, Sendable {
  public enum Measure: String, CaseIterable, Sendable {
    case requests, executionTime, concurrency
    /// Of the whole environment, whoever uses them.
    case resources
  }

  public let measure: Measure
  /// Requests, milliseconds, requests at a time, or per cent of the resources.
  public let limit: Int64
  public let windowSeconds: Int64

  public init(_ measure: Measure, limit: Int64, windowSeconds: Int64) {
    self.measure = measure
    self.limit = limit
    self.windowSeconds = windowSeconds
  }
}

extension ErrorCatalog {
  /// The refusal of a caller who has reached a limit; the common words of throttling where a product has none of its own.
  public func throttled(_ exceeded: ExceededLimit) -> ServiceError { throttled() }
}
