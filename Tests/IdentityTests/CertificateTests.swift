import Ambient
import Foundation
import OData
import StrictYAML
import SyncEngine
import Testing
import Twin

@testable import Identity

/// Applications that sign in with a certificate.
struct CertificateTests {
  private static let client = "c11e0000-0000-4000-8000-00000000000a"

  private let world: World
  private let audience: String

  init() throws {
    var application = Directory.Application(
      id: try #require(GUID(Self.client)), name: "Signing", memberships: ["sales": Directory.Membership()])
    application.certificates = [TestCertificates.otherCertificate, TestCertificates.certificate]
    var directory = Directory.standard
    directory.applications.append(application)
    world = try World(directory)
    audience = "\(World.origin)/\(world.tenant)/oauth2/v2.0/token"
  }

  private func signer(
    _ certificate: String = TestCertificates.certificate, _ key: String = TestCertificates.key,
    _ algorithm: CertificateSigner.Algorithm = .ps256
  ) throws -> CertificateSigner {
    let ambient = Ambient(clock: world.clock, seed: 7)
    return try CertificateSigner(certificatePEM: certificate, keyPEM: Secret(key), algorithm: algorithm) { ambient.newGUID() }
  }

  private func ask(_ assertion: String, client: String = client) throws -> (status: Int, body: JSON) {
    try world.post(
      "oauth2/v2.0/token",
      [
        "grant_type": "client_credentials", "client_id": client, "client_assertion": assertion, "scope": "\(World.origin)/.default",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      ])
  }

  private func assertion(audience: String? = nil, client: String = client) throws -> String {
    try signer().assertion(client: client, audience: audience ?? self.audience, now: world.clock.now).reveal()
  }

  @Test("A statement signed with the certificate's key signs the application in", arguments: CertificateSigner.Algorithm.allCases)
  func signsIn(algorithm: CertificateSigner.Algorithm) throws {
    let statement = try signer(TestCertificates.certificate, TestCertificates.key, algorithm)
      .assertion(client: Self.client, audience: audience, now: world.clock.now)
    let token = try #require(JSONWebToken(statement.reveal()[...]))
    #expect(token.header["alg"] == .string(algorithm.rawValue))
    #expect(token.header["x5t#S256"]?.stringValue?.count == 43)
    #expect(token.claims["iss"] == .string(Self.client))
    #expect(token.claims["sub"] == .string(Self.client))
    let answer = try ask(statement.reveal())
    #expect(answer.status == 200, "\(answer.body.text)")
    let access = try #require(answer.body["access_token"]?.stringValue)
    #expect(world.accounts(access).status == 200)
  }

  @Test("The endpoint of version 1 and the tenant's domain are as good an audience")
  func audiences() throws {
    for name in ["\(world.tenant)/oauth2/token", "\(world.directory.domain)/oauth2/v2.0/token", "\(world.tenant)/v2.0"] {
      #expect(try ask(try assertion(audience: "\(World.origin)/\(name)")).status == 200, "\(name)")
    }
  }

  @Test("What is not as it must be is refused with Entra's number")
  func refusals() throws {
    func number(_ answer: (status: Int, body: JSON)) -> JSON? { answer.body["error_codes"]?.arrayValue?.first }
    #expect(try number(ask(try assertion(audience: "https://login.microsoftonline.com/x/oauth2/v2.0/token"))) == 700_023)
    #expect(try number(ask(try assertion(client: "c11e0000-0000-4000-8000-000000000001"))) == 700_021)
    var tampered = try assertion()
    tampered.replaceSubrange(tampered.index(tampered.endIndex, offsetBy: -10)..., with: "AAAAAAAAAA")
    #expect(try number(ask(tampered)) == 700_027)
    // Another application has no such certificate.
    let others = try ask(try assertion(), client: "c11e0000-0000-4000-8000-000000000001")
    #expect(number(others) == 700_027)
    #expect(others.body["error_description"]?.stringValue?.contains("[Reason - The key was not found., Thumbprint") == true)
    let old = try assertion()
    world.clock.advance(milliseconds: 11 * 60_000)
    #expect(try number(ask(old)) == 700_024)
    world.clock.advance(milliseconds: 300 * 86_400_000)
    let expired = try ask(old)
    #expect(number(expired) == 700_027)
    #expect(expired.body["error_description"]?.stringValue?.contains("The key used is expired.") == true)
    #expect(throws: CertificateError.expired(try #require(Timestamp("2019-01-01T00:00:00Z")))) { try assertion() }
  }

  @Test("A statement that says it is not signed is not believed")
  func unsigned() throws {
    let parts = try assertion().split(separator: ".")
    let unsigned: JSON = ["alg": "none", "typ": "JWT"]
    let header = Base64URL.encode(unsigned.encoded())
    #expect(try ask("\(header).\(parts[1]).").body["error_codes"] == [50_027])
    #expect(try ask("\(header).\(parts[1]).\(parts[2])").body["error_codes"] == [50_027])
  }

  @Test("A certificate and a key that cannot be used are refused without showing anything of them")
  func unusable() throws {
    for (certificate, key, expected) in [
      ("nonsense", TestCertificates.key, CertificateError.noCertificate), (TestCertificates.certificate, "nonsense", .noKey),
      (TestCertificates.certificate, TestCertificates.otherKey, .keyOfAnother),
    ] {
      let error = #expect(throws: CertificateError.self) { try signer(certificate, key) }
      #expect(error == expected)
      #expect(error?.description.contains("nonsense") == false)
    }
  }

  @Test("The engine fetches tokens with a certificate, sends no secret, and signs anew before a token expires")
  func engine() async throws {
    let authority = Authority(world)
    let credentials = ClientCredentials(
      authority: authority, address: World.origin, tenant: world.tenant, client: Self.client,
      proof: .certificate(Signing(try signer())), resource: World.origin, now: { [clock = world.clock] in clock.now })
    let first = try await credentials.token()
    #expect(world.accounts(first.reveal()).status == 200)
    world.clock.advance(milliseconds: 50 * 60_000)
    #expect(try await credentials.token() == first)
    world.clock.advance(milliseconds: 6 * 60_000)
    let second = try await credentials.token()
    #expect(second != first)
    #expect(authority.forms.count == 2)
    #expect(authority.forms.allSatisfy { !$0.contains("client_secret") && $0.contains("client_assertion_type=urn%3Aietf") })
    #expect(authority.forms[0] != authority.forms[1])
  }

  @Test("A directory file names certificates by their files")
  func directoryFile() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2c-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(TestCertificates.certificate.utf8).write(to: folder.appendingPathComponent("app.pem"))
    try Data("nothing".utf8).write(to: folder.appendingPathComponent("bad.pem"))
    func read(_ name: String) throws -> Directory {
      let text = "applications:\n  - {id: \(Self.client), name: A, certificate: \(name)}\n"
      return try DirectoryFile(SourceFile(path: folder.appendingPathComponent("directory.yaml").path, text: text)).directory
    }
    #expect(try read("app.pem").applications[0].certificates == [TestCertificates.certificate])
    for (name, complaint) in [("bad.pem", "this is no certificate in PEM form"), ("none.pem", "cannot read the certificate")] {
      let error = #expect(throws: MalformedFile.self) { try read(name) }
      #expect(error?.description.contains(complaint) == true)
    }
  }

  private final class Signing: AssertionSigner {
    private let signer: CertificateSigner

    init(_ signer: CertificateSigner) { self.signer = signer }

    func assertion(client: String, audience: String, now: Timestamp) throws -> Secret {
      try signer.assertion(client: client, audience: audience, now: now)
    }
  }

  private final class Authority: HTTPTransport {
    private let world: World
    var forms: [String] = []

    init(_ world: World) { self.world = world }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      forms.append(String(decoding: request.body, as: UTF8.self))
      return world.identity.handle(request, origin: World.origin, now: world.clock.now) ?? HTTPResponse(404)
    }
  }
}
