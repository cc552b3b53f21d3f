import Identity
import OData
import Testing
import Twin

struct CallerTests {
  @Test("Rows belong to who wrote them, and WhoAmI says who that is")
  func ownership() throws {
    let world = try World()
    let token = try world.token()
    let who = try JSON(decoding: world.get(world.sales, "/api/data/v9.2/WhoAmI", token: token).body)
    let user = try #require(who["UserId"]?.stringValue)
    let body: JSON = ["name": "Adventure Works"]
    let created = world.sales.handle(
      HTTPRequest(
        .post, "/api/data/v9.2/accounts",
        headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/json", "Prefer": "return=representation"],
        body: body.encoded()))
    #expect(created.status == 201, "\(created.text)")
    let row = try JSON(decoding: created.body)
    for column in ["_createdby_value", "_modifiedby_value", "_ownerid_value", "_owninguser_value"] { #expect(row[column] == .string(user)) }
    let users = try JSON(
      decoding: world.get(
        world.sales, "/api/data/v9.2/systemusers(\(user))?$select=fullname,applicationid,azureactivedirectoryobjectid", token: token
      ).body)
    let application = try world.application("Integration")
    #expect(users["fullname"] == "Integration")
    #expect(users["applicationid"] == .string(application.id.description))
    #expect(users["azureactivedirectoryobjectid"] == .string(application.object.description))
  }

  @Test("Two callers are two users")
  func different() throws {
    let world = try World()
    func user(_ name: String) throws -> JSON? {
      try JSON(decoding: world.get(world.sales, "/api/data/v9.2/WhoAmI", token: try world.token(name)).body)["UserId"]
    }
    #expect(try user("Integration") != user("Reader"))
  }

  @Test("An application becomes a user when an administrator makes it one")
  func applicationUser() throws {
    let world = try World()
    let stranger = try world.application("Stranger")
    let token = try world.token("Stranger")
    #expect(world.accounts(token).status == 403)
    let body: JSON = ["lastname": "Stranger", "applicationid": .string(stranger.id.description)]
    let made = world.sales.handle(
      HTTPRequest(
        .post, "/api/data/v9.2/systemusers",
        headers: ["Authorization": "Bearer \(try world.token())", "Content-Type": "application/json"], body: body.encoded()))
    #expect(made.status == 204, "\(made.text)")
    // A user now, but one without a role.
    #expect(world.accounts(token).text.contains("0x80040220"))
    let user = try #require(made.headers["OData-EntityId"])
    let roles = world.get(world.sales, "/api/data/v9.2/roles?$filter=name%20eq%20'Reader'&$select=roleid", token: try world.token())
    let role = try #require(try JSON(decoding: roles.body)["value"]?.arrayValue?.first?["roleid"]?.stringValue)
    let link: JSON = ["@odata.id": .string("roles(\(role))")]
    let path = user.split(separator: "/").last.map { "/api/data/v9.2/\($0)/systemuserroles_association/$ref" } ?? ""
    let joined = world.sales.handle(
      HTTPRequest(
        .post, path, headers: ["Authorization": "Bearer \(try world.token())", "Content-Type": "application/json"], body: link.encoded()))
    #expect(joined.status == 204, "\(joined.text)")
    #expect(world.accounts(token).status == 200)
  }

  @Test("A user who is disabled in Sales is kept out from then on")
  func disabledRow() throws {
    let world = try World()
    let reader = try world.token("Reader")
    let who = try JSON(decoding: world.get(world.sales, "/api/data/v9.2/WhoAmI", token: reader).body)
    let user = try #require(who["UserId"]?.stringValue)
    let body: JSON = ["isdisabled": true]
    let answer = world.sales.handle(
      HTTPRequest(
        .patch, "/api/data/v9.2/systemusers(\(user))",
        headers: ["Authorization": "Bearer \(try world.token())", "Content-Type": "application/json"], body: body.encoded()))
    #expect(answer.status == 204, "\(answer.text)")
    let refused = world.accounts(reader)
    #expect(refused.status == 403)
    #expect(refused.text.contains("0x80040225"))
  }

  @Test("Inside a batch the outer sign-in counts, whatever a part says")
  func batch() throws {
    let world = try World()
    let part =
      "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET WhoAmI HTTP/1.1\r\n"
      + "Authorization: Bearer \(try world.token("Reader"))\r\n\r\n\r\n--b--\r\n"
    func send(_ token: String?) -> HTTPResponse {
      var request = HTTPRequest(
        .post, "/api/data/v9.2/$batch", headers: ["Content-Type": "multipart/mixed;boundary=b"], body: Array(part.utf8))
      request.headers["Authorization"] = token.map { "Bearer \($0)" }
      return world.sales.handle(request)
    }
    #expect(send(nil).status == 401)
    let token = try world.token()
    let who = try JSON(decoding: world.get(world.sales, "/api/data/v9.2/WhoAmI", token: token).body)
    #expect(send(token).text.contains(try #require(who["UserId"]?.stringValue)))
  }

  @Test("A reader reads, and is refused to create, change and delete", arguments: ["sales", "supplyChain"])
  func reader(system: String) throws {
    let world = try World()
    let token = try world.token("Reader")
    #expect(world.accounts(token).status == 200)
    let (service, path) =
      system == "sales" ? (world.sales, "/api/data/v9.2/accounts") : (world.supplyChain, "/data/CustomersV2")
    let key = system == "sales" ? "(00000000-0000-0000-0000-000000000001)" : "(dataAreaId='usmf',CustomerAccount='X')"
    for (method, target) in [(.post, path), (.patch, path + key), (.delete, path + key)] as [(HTTPRequest.Method, String)] {
      let answer = service.handle(
        HTTPRequest(
          method, target, headers: ["Authorization": "Bearer \(token)", "Content-Type": "application/json"], body: Array("{}".utf8)))
      #expect(answer.status == 403, "\(method.rawValue) \(answer.text)")
    }
  }

  @Test("Signing in changes no identifier of the world")
  func sameIdentifiers() throws {
    func created(_ useful: (World) throws -> HTTPHeaders) throws -> String? {
      let world = try World()
      let headers = try useful(world)
      if headers["Authorization"] == nil { world.sales.authenticator = nil }
      let body: JSON = ["name": "Adventure Works"]
      return world.sales.handle(HTTPRequest(.post, "/api/data/v9.2/accounts", headers: headers, body: body.encoded())).headers[
        "OData-EntityId"]
    }
    let plain = try created { _ in [:] }
    #expect(plain != nil)
    #expect(try created { ["Authorization": "Bearer \(try $0.token())"] } == plain)
  }

  @Test("The company of the caller's user is where requests go that name none")
  func company() throws {
    var directory = Directory.standard
    directory.applications[0].memberships["supplyChain"]?.company = "DEMF"
    let world = try World(directory)
    let body: JSON = ["CustomerGroupId": "77", "Description": "Wholesale"]
    let created = world.supplyChain.handle(
      HTTPRequest(
        .post, "/data/CustomerGroups",
        headers: ["Authorization": "Bearer \(try world.token())", "Content-Type": "application/json"], body: body.encoded()))
    #expect(created.status == 201, "\(created.text)")
    #expect(try JSON(decoding: created.body)["dataAreaId"] == "demf")
    let read = "/data/CustomerGroups?$filter=CustomerGroupId%20eq%20%2777%27"
    #expect(world.get(world.supplyChain, read, token: try world.token()).text.contains("Wholesale"))
    #expect(!world.get(world.supplyChain, read, token: try world.token("Reader")).text.contains("Wholesale"))
  }
}
