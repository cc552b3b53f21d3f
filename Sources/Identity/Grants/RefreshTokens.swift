import Ambient
import OData

/// The refresh tokens that are out. Each use hands out a new one; the old one stays good, as Entra's do, until it is 90 days old.
struct RefreshTokens {
  struct Grant: Sendable {
    let application: GUID
    let person: String
    let resource: RequestedResource
  }

  /// Entra's default for applications on a device.
  static let lifetimeDays: Int64 = 90
  static let countMax = 10_000

  private var grants: [String: (grant: Grant, expires: Timestamp)] = [:]
  private var order: [String] = []

  mutating func issue(_ grant: Grant, at now: Timestamp, _ ambient: Ambient) -> String {
    let token = "0.A" + Base64URL.encode((0..<3).flatMap { _ in ambient.newGUID().bytes })
    if order.count >= Self.countMax { grants[order.removeFirst()] = nil }
    order.append(token)
    grants[token] = (grant, now.adding(seconds: Self.lifetimeDays * 86_400))
    return token
  }

  /// - Throws: AADSTS70000, AADSTS700082.
  func grant(_ token: String, at now: Timestamp) throws(EntraError) -> Grant {
    guard let found = grants[token] else { throw .badRefreshToken }
    guard now < found.expires else { throw .expiredRefreshToken }
    return found.grant
  }
}
