import OData
import Twin

/// A way to sign in, and what a newcomer has to know of it.
struct ServedSignIn: Sendable {
  let signIn: any SignIn
  let directory: Directory
  /// Secrets of the standard directory are there to be copied; those of somebody's own are not shown.
  let showsSecrets: Bool
  let issuesTokens: Bool

  /// Lines to print when the server listens.
  /// - Parameter origin: where the server is, without a trailing slash.
  func notice(origin: String) -> String {
    let application = directory.applications.first
    guard issuesTokens else {
      return "Sign-in       curl -H 'Authorization: Bearer \(shown(application?.staticTokens.first))' '\(origin)/api/data/v9.2/WhoAmI'\n"
    }
    return """
      Sign-in       \(origin)/\(directory.tenant)  (\(directory.domain))
                    curl '\(origin)/\(directory.tenant)/oauth2/v2.0/token' -d grant_type=client_credentials \\
                      -d client_id=\(application?.id.description ?? "…") -d client_secret=\(shown(application?.secrets.first)) \\
                      -d scope=\(origin)/.default

      """
  }

  private func shown(_ secret: Secret?) -> String { showsSecrets ? secret?.reveal() ?? "…" : "…" }
}
