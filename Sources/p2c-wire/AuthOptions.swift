import ArgumentParser
import Commands
import Foundation
import Identity
import OData
import StrictYAML
import Twin

/// The options of `p2c serve` that are about who is let in.
struct AuthOptions: ParsableArguments {
  @Option(help: "Who is let in: everybody (none), bearers of agreed tokens (static), or of tokens from the identity endpoint (oauth).")
  var auth = Mode.none

  @Option(help: ArgumentHelp("The applications and people that can sign in; see docs/sign-in.md.", valueName: "file"))
  var identity: String?

  @Option(help: ArgumentHelp("The RSA key that signs tokens; made for this run otherwise.", valueName: "pem file"))
  var signingKey: String?

  @Option(help: ArgumentHelp("A further address that tokens are made for. May be repeated.", valueName: "url"))
  var identityResource: [String] = []

  enum Mode: String, ExpressibleByArgument, CaseIterable { case none, `static`, oauth }

  func validate() throws {
    if auth == .none, identity != nil { throw ValidationError("--identity goes with --auth static or --auth oauth.") }
    if auth != .oauth, signingKey != nil { throw ValidationError("--signing-key goes with --auth oauth.") }
    if auth != .oauth, !identityResource.isEmpty { throw ValidationError("--identity-resource goes with --auth oauth.") }
  }

  /// The way to sign in that these options ask for; `nil` where nobody has to.
  /// - Throws: `CommandFailure` for files that cannot be used.
  func signIn() throws -> ServedSignIn? {
    switch auth {
    case .none: return nil
    case .static:
      let directory = try directory()
      return ServedSignIn(signIn: StaticSignIn(directory), directory: directory, showsSecrets: identity == nil, issuesTokens: false)
    case .oauth:
      let directory = try directory()
      // Codes and refresh tokens must not be guessed from outside, whatever the seed of the world.
      let signIn = OAuthSignIn(directory, key: try key(), seed: UInt64.random(in: .min ... .max), resources: identityResource)
      return ServedSignIn(signIn: signIn, directory: directory, showsSecrets: identity == nil, issuesTokens: true)
    }
  }

  private func directory() throws -> Directory {
    guard let identity else { return .standard }
    do {
      return try DirectoryFile(SourceFile(reading: identity)).directory
    } catch {
      throw CommandFailure(.malformedFile, "\(error)")
    }
  }

  private func key() throws -> SigningKey {
    guard let signingKey else { return SigningKey() }
    guard let text = try? String(contentsOfFile: signingKey, encoding: .utf8) else {
      throw CommandFailure(.badCommandLine, "error: cannot read the key \(signingKey)")
    }
    do {
      return try SigningKey(pem: text)
    } catch {
      throw CommandFailure(.badCommandLine, "error: \(signingKey): \(error)")
    }
  }
}
