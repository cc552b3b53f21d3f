import OData
import Twin

/// Tokens that do not count, as the product challenges for another one (RFC 6750, 3).
extension Fault {
  static let tokenExpired = token(
    "token-expired", "The token has run out: the call is answered 401.", "The access token expired.",
    goodEngine: "Gets another token and sends the call once more: it was not carried out.")
  static let tokenRevoked = token(
    "token-revoked", "The token was revoked: every call is answered 401 until the fault is healed.", "The access token was revoked.",
    goodEngine:
      "Tries one more token, then ends the task with the reason, keeps its position and goes on when it is let in again. No row is "
      + "marked as failed for it.")
  static let clockSkew = token(
    "clock-skew", "The clocks of caller and system differ so much that the token is not good yet: the call is answered 401.",
    "The access token is not valid yet.",
    goodEngine: "As for an expired token: another one is tried, and the reason is told.")

  private static func token(_ name: String, _ summary: String, _ reason: String, goodEngine: String) -> Fault {
    Fault(
      name, .identity, summary, reach: FaultReach(.instead), .sourced, "RFC 6750, 3.1: invalid_token", goodEngine: goodEngine,
      act: { strike, _ in
        let challenge = "Bearer error=\"invalid_token\", error_description=\"\(reason)\""
        return TwinAnswer(strike.refusal(strike.service.product.errors.notSignedIn(challenge: challenge)))
      })
  }
}
