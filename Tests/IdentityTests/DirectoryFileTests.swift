import Ambient
import Identity
import OData
import StrictYAML
import Testing
import Twin

struct DirectoryFileTests {
  private func read(_ text: String) throws -> Directory { try DirectoryFile(SourceFile(path: "directory.yaml", text: text)).directory }

  @Test("A directory is read from YAML, and its applications sign in")
  func reads() throws {
    let directory = try read(
      """
      tenant: {id: 7f3c0de5-1a2b-4c3d-8e4f-5a6b7c8d0000, domain: fabrikam.example}
      tokenLifetimeSeconds: 600
      applications:
        - id: c11e0000-0000-4000-8000-00000000000a
          name: Loader
          secrets: [first-secret, second-secret]
          sales: {user: 0a0a0a0a-0000-4000-8000-000000000001, roles: [Contributor]}
          supplyChain: {user: loader, company: demf}
      people:
        - principalName: eve@fabrikam.example
          name: Eve Summer
          token: eve-token
          sales: {teams: [Contoso], disabled: yes}
      """)
    #expect(directory.domain == "fabrikam.example")
    #expect(directory.people[0].memberships["sales"]?.isDisabled == true)
    #expect(directory.applications[0].memberships["supplyChain"]?.company == "demf")
    let world = try World(directory)
    let token = try world.token("Loader", ["client_secret": "second-secret"])
    let who = try JSON(decoding: world.get(world.sales, "/api/data/v9.2/WhoAmI", token: token).body)
    #expect(who["UserId"] == "0a0a0a0a-0000-4000-8000-000000000001")
    world.clock.advance(milliseconds: 902_000)
    #expect(world.accounts(token).status == 401)
  }

  @Test(
    "Mistakes are reported with their place and a way out",
    arguments: [
      ("applications:\n  - {name: A}", "an application needs the key 'id'"),
      ("applications:\n  - {id: 1, name: A}", "directory.yaml:2:10: error: 'id' in an application is an identifier"),
      (
        "applications:\n  - {id: c11e0000-0000-4000-8000-00000000000a, name: A, sales: {roles: [Raeder]}}",
        "there is no role 'Raeder'; did you mean 'Reader'?"
      ),
      ("applications:\n  - {id: c11e0000-0000-4000-8000-00000000000a, name: A, supplyChain: {}}", "needs the key 'user'"),
      ("applications:\n  - {id: c11e0000-0000-4000-8000-00000000000a, name: A, sales: {user: bob}}", "'user' of Sales is a systemuserid"),
      ("tokenLifetimeSeconds: 1", "a number from 600 to 86400"),
      ("poeple: []", "unknown key 'poeple'"),
    ])
  func mistakes(text: String, message: String) {
    do {
      _ = try read(text)
      Issue.record("nothing was reported")
    } catch {
      #expect("\(error)".contains(message), "\(error)")
    }
  }

  @Test("No complaint shows a secret")
  func noSecretInComplaints() {
    let text = """
      applications:
        - {id: no, name: A, secret: hunter2, token: hunter3}
        - {id: c11e0000-0000-4000-8000-00000000000a, name: A, token: hunter4}
        - {id: c11e0000-0000-4000-8000-00000000000a, name: B, token: hunter4}
      """
    #expect(throws: MalformedFile.self) { try read(text) }
    do { _ = try read(text) } catch { #expect(!"\(error)".contains("hunter")) }
  }
}
