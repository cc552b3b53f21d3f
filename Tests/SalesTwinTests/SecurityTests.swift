import EntityStore
import OData
import Testing
import Twin

@testable import SalesTwin

/// Users, teams, business units and roles (sales-web-api.md 5.14).
struct SecurityTests {
  /// A Sales whose requests come from whoever the header `As` names: a systemuserid; the administrator without one.
  private final class Office: Authenticator {
    let client: SalesClient
    private let administrator: String

    init(_ configure: (inout SalesConfiguration) -> Void = { _ in }) throws {
      client = try SalesClient(configure)
      administrator = try #require(client.get("WhoAmI")["UserId"]?.stringValue)
      client.service.authenticator = self
    }

    func caller(of request: HTTPRequest, at system: SystemAddress) throws(ServiceError) -> Caller {
      let user = request.headers["As"] ?? administrator
      return Caller(user: user, displayName: "Somebody", principalName: user)
    }

    func send(
      as user: String?, _ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil, _ headers: HTTPHeaders = [:]
    )
      -> HTTPResponse
    {
      var headers = headers
      if let user { headers["As"] = user }
      return client.send(method, path, body, headers: headers)
    }

    /// A user of a business unit with some roles.
    func user(_ name: String, roles: [String], unit: String? = nil) throws -> String {
      var body: JSONObject = ["lastname": .string(name)]
      if let unit { body["businessunitid@odata.bind"] = .string("/businessunits(\(unit))") }
      let id = try client.create("systemusers", .object(body))
      for role in roles { try associate("systemusers(\(id))/systemuserroles_association", with: "roles(\(self.role(role)))") }
      return id
    }

    func team(_ name: String, roles: [String], members: [String] = [], unit: String? = nil) throws -> String {
      var body: JSONObject = ["name": .string(name)]
      if let unit { body["businessunitid@odata.bind"] = .string("/businessunits(\(unit))") }
      let id = try client.create("teams", .object(body))
      for role in roles { try associate("teams(\(id))/teamroles_association", with: "roles(\(self.role(role)))") }
      for member in members { try associate("teams(\(id))/teammembership_association", with: "systemusers(\(member))") }
      return id
    }

    func role(_ name: String) throws -> String {
      try #require(client.list("roles?$filter=name eq '\(name)'").first?["roleid"]?.stringValue, "\(name)")
    }

    func associate(_ path: String, with target: String) throws {
      let answer = client.send(.post, "\(path)/$ref", ["@odata.id": .string("https://contoso.crm.dynamics.com/api/data/v9.2/\(target)")])
      try #require(answer.status == 204, "\(answer.text)")
    }

    /// Creates a row as somebody.
    func create(as user: String, _ set: String, _ body: JSON) throws -> String {
      let answer = send(as: user, .post, set, body)
      try #require(answer.status == 204, "\(answer.text)")
      let id = try #require(answer.headers["OData-EntityId"])
      let open = try #require(id.lastIndex(of: "("))
      return String(id[id.index(after: open)...].dropLast())
    }

    func names(as user: String, _ path: String = "accounts?$select=name&$orderby=name") throws -> [String] {
      let answer = send(as: user, .get, path)
      try #require(answer.status == 200, "\(answer.text)")
      return try #require(try JSON(decoding: answer.body)["value"]?.arrayValue).compactMap { $0["name"]?.stringValue }
    }
  }

  private static func error(_ response: HTTPResponse) throws -> (code: String, message: String) {
    let error = try JSON(decoding: response.body)["error"]
    return (try #require(error?["code"]?.stringValue, "\(response.status)"), try #require(error?["message"]?.stringValue))
  }

  // MARK: Privileges

  @Test(
    "A user without a role misses the privilege, in the words of the product",
    arguments: [
      ("accounts", "prvReadAccount", 1, "account"), ("contacts", "prvReadContact", 2, "contact"), ("quotes", "prvReadQuote", 1084, "quote"),
      ("salesorders", "prvReadOrder", 1088, "salesorder"), ("salesorderdetails", "prvReadOrder", 1089, "salesorderdetail"),
      ("invoices", "prvReadInvoice", 1090, "invoice"), ("products", "prvReadProduct", 1024, "product"),
      ("uoms", "prvReadProduct", 1055, "uom"),
    ])
  func missing(set: String, privilege: String, code: Int, table: String) throws {
    let office = try Office()
    let user = try office.user("Newcomer", roles: [])
    let answer = office.send(as: user, .get, set)
    #expect(answer.status == 403)
    let error = try Self.error(answer)
    #expect(error.code == "0x80040220")
    let words =
      "Principal user \\(Id=\(user), type=8, roleCount=0, privilegeCount=0, accessMode=0\\), is missing \(privilege) privilege "
      + "\\(Id=[-0-9a-f]{36}\\) on OTC=\(code) for entity '\(table)'. context.Caller=\(user)"
    #expect(error.message.wholeMatch(of: try Regex(words)) != nil, "\(error.message)")
  }

  @Test("What is missing is counted: roles and privileges of the user")
  func counts() throws {
    let office = try Office()
    let user = try office.user("Reader", roles: ["Reader", "Delegate"])
    let error = try Self.error(office.send(as: user, .post, "accounts", ["name": "A"]))
    #expect(error.message.contains("roleCount=2, privilegeCount=16,"), "\(error.message)")
    #expect(error.message.contains("is missing prvCreateAccount privilege"))
  }

  @Test("Every verb on rows needs its privilege", arguments: ["Read", "Create", "Write", "Delete"])
  func verbs(verb: String) throws {
    let office = try Office()
    let user = try office.user("Somebody", roles: [])
    let role = try office.client.create("roles", ["name": "All but one"])
    for other in ["Read", "Create", "Write", "Delete"] where other != verb {
      let id = try #require(office.client.list("privileges?$filter=name eq 'prv\(other)Account'").first?["privilegeid"]?.stringValue)
      let body: JSON = ["Privileges": [["PrivilegeId": .string(id), "Depth": "Global"]]]
      #expect(office.client.send(.post, "roles(\(role))/Microsoft.Dynamics.CRM.AddPrivilegesRole", body).status == 204)
    }
    try office.associate("systemusers(\(user))/systemuserroles_association", with: "roles(\(role))")
    let account = try office.client.create("accounts", ["name": "A"])
    let answers: [String: HTTPResponse] = [
      "Read": office.send(as: user, .get, "accounts(\(account))"), "Create": office.send(as: user, .post, "accounts", ["name": "B"]),
      "Write": office.send(as: user, .patch, "accounts(\(account))", ["name": "C"]),
      "Delete": office.send(as: user, .delete, "accounts(\(account))"),
    ]
    for (other, answer) in answers {
      #expect((answer.status == 403) == (other == verb), "\(other) without \(verb): \(answer.status) \(answer.text)")
    }
  }

  @Test("A role that is taken away takes its privileges away at once")
  func disassociate() throws {
    let office = try Office()
    let user = try office.user("Reader", roles: ["Reader"])
    #expect(office.send(as: user, .get, "accounts").status == 200)
    let path = "systemusers(\(user))/systemuserroles_association(\(try office.role("Reader")))/$ref"
    #expect(office.client.send(.delete, path).status == 204)
    #expect(office.send(as: user, .get, "accounts").status == 403)
  }

  @Test("Lookups need Append on the row and AppendTo on what they point at")
  func append() throws {
    let office = try Office()
    let role = try office.client.create("roles", ["name": "Without Append"])
    let user = try office.user("Somebody", roles: ["Without Append"])
    func grant(_ name: String) throws {
      let id = try #require(office.client.list("privileges?$filter=name eq '\(name)'").first?["privilegeid"]?.stringValue)
      let body: JSON = ["Privileges": [["PrivilegeId": .string(id), "Depth": "Global"]]]
      #expect(office.client.send(.post, "roles(\(role))/Microsoft.Dynamics.CRM.AddPrivilegesRole", body).status == 204)
    }
    for name in ["prvReadAccount", "prvCreateContact", "prvReadContact"] { try grant(name) }
    let account = try office.client.create("accounts", ["name": "A"])
    let contact: JSON = ["lastname": "Jones", "parentcustomerid_account@odata.bind": .string("/accounts(\(account))")]
    #expect(try Self.error(office.send(as: user, .post, "contacts", contact)).message.contains("prvAppendContact"))
    try grant("prvAppendContact")
    #expect(try Self.error(office.send(as: user, .post, "contacts", contact)).message.contains("prvAppendToAccount"))
    try grant("prvAppendToAccount")
    #expect(office.send(as: user, .post, "contacts", contact).status == 204)
  }

  // MARK: Depth

  @Test("Rows beyond the depth of a privilege are missing from queries, and refused by their address")
  func depth() throws {
    let office = try Office()
    let north = try office.client.create("businessunits", ["name": "North"])
    let city = try office.client.create(
      "businessunits", ["name": "City", "parentbusinessunitid@odata.bind": .string("/businessunits(\(north))")])
    let south = try office.client.create("businessunits", ["name": "South"])
    let ada = try office.user("Ada", roles: ["Salesperson"], unit: north)
    let bob = try office.user("Bob", roles: ["Salesperson"], unit: north)
    let cleo = try office.user("Cleo", roles: ["Salesperson"], unit: city)
    let dan = try office.user("Dan", roles: ["Salesperson"], unit: south)
    for (name, user) in [("of Ada", ada), ("of Bob", bob), ("of Cleo", cleo), ("of Dan", dan)] {
      _ = try office.create(as: user, "accounts", ["name": .string(name)])
    }
    // Read to the depth of the business unit.
    #expect(try office.names(as: ada) == ["of Ada", "of Bob"])
    #expect(try office.names(as: cleo) == ["of Cleo"])
    #expect(office.send(as: ada, .get, "accounts/$count").text.hasSuffix("2"))
    // Write to the depth of the user.
    func id(_ name: String) throws -> String {
      try #require(office.client.list("accounts?$filter=name eq '\(name)'").first?["accountid"]?.stringValue)
    }
    #expect(office.send(as: ada, .patch, "accounts(\(try id("of Ada")))", ["telephone1": "1"]).status == 204)
    let refused = office.send(as: ada, .patch, "accounts(\(try id("of Bob")))", ["telephone1": "1"])
    #expect(refused.status == 403)
    let error = try Self.error(refused)
    #expect(error.code == "0x80048306")
    #expect(error.message.contains("SecLib::AccessCheckEx failed. Returned hr = -2147187962") && error.message.hasSuffix("WriteAccess"))
    // With children: the units below too.
    let role = try office.client.create("roles", ["name": "Manager"])
    let read = try #require(office.client.list("privileges?$filter=name eq 'prvReadAccount'").first?["privilegeid"]?.stringValue)
    let body: JSON = ["Privileges": [["PrivilegeId": .string(read), "Depth": "Deep"]]]
    #expect(office.client.send(.post, "roles(\(role))/Microsoft.Dynamics.CRM.AddPrivilegesRole", body).status == 204)
    try office.associate("systemusers(\(ada))/systemuserroles_association", with: "roles(\(role))")
    #expect(try office.names(as: ada) == ["of Ada", "of Bob", "of Cleo"])
  }

  @Test("Rows of a team are its members' own")
  func members() throws {
    let office = try Office()
    let unit = try office.client.create("businessunits", ["name": "North"])
    let ada = try office.user("Ada", roles: ["Salesperson"], unit: unit)
    let team = try office.team("Project", roles: ["Salesperson"], members: [ada])
    let account = try office.client.create("accounts", ["name": "Shared", "ownerid@odata.bind": .string("/teams(\(team))")])
    #expect(try office.names(as: ada) == ["Shared"])
    #expect(office.send(as: ada, .patch, "accounts(\(account))", ["telephone1": "1"]).status == 204)
  }

  @Test("What others expand shows them no row they may not read")
  func expand() throws {
    let office = try Office()
    let north = try office.client.create("businessunits", ["name": "North"])
    let ada = try office.user("Ada", roles: ["Salesperson"], unit: north)
    let hidden = try office.client.create("accounts", ["name": "Hidden"])
    let contact = try office.client.create(
      "contacts",
      [
        "lastname": "Jones", "parentcustomerid_account@odata.bind": .string("/accounts(\(hidden))"),
        "ownerid@odata.bind": .string("/systemusers(\(ada))"),
      ])
    let answer = office.send(as: ada, .get, "contacts(\(contact))?$select=lastname&$expand=parentcustomerid_account($select=name)")
    #expect(answer.status == 200, "\(answer.text)")
    #expect(try JSON(decoding: answer.body)["parentcustomerid_account"] == JSON.null)
  }

  @Test("Lines take the privileges of their parent")
  func lines() throws {
    let office = try Office()
    let catalog = try office.client.catalog()
    let order = try office.client.order(catalog)
    let user = try office.user("Reader", roles: ["Reader"])
    let line: JSON = [
      "salesorderid@odata.bind": .string("/salesorders(\(order))"), "productid@odata.bind": .string("/products(\(catalog.bike))"),
      "uomid@odata.bind": .string("/uoms(\(catalog.each))"), "quantity": 1,
    ]
    #expect(try Self.error(office.send(as: user, .post, "salesorderdetails", line)).message.contains("prvCreateOrder"))
  }

  @Test("Actions need the privileges of what they do")
  func actions() throws {
    let office = try Office()
    let catalog = try office.client.catalog()
    let quote = try office.client.quote(catalog)
    let user = try office.user("Reader", roles: ["Reader"])
    let body: JSON = ["QuoteClose": ["subject": "Won", "quoteid@odata.bind": .string("/quotes(\(quote))")], "Status": 4]
    #expect(try Self.error(office.send(as: user, .post, "WinQuote", body)).message.contains("prvWriteQuote"))
  }

  @Test("A user who may only read has no writes, one who only administers no business data")
  func accessModes() throws {
    let office = try Office()
    let user = try office.user("Somebody", roles: ["System Administrator"])
    try office.client.patch("systemusers(\(user))", ["accessmode": 2])
    #expect(office.send(as: user, .get, "accounts").status == 200)
    #expect(try Self.error(office.send(as: user, .post, "accounts", ["name": "A"])).code == "0x80048405")
    try office.client.patch("systemusers(\(user))", ["accessmode": 1])
    let refused = office.send(as: user, .get, "accounts")
    #expect(refused.status == 403)
    #expect(try Self.error(refused) == (code: "0x80048405", message: "Access is denied."))
  }

  // MARK: Owners

  @Test("A team that lacks a role cannot own rows, whoever gives them to it")
  func teamOwner() throws {
    let office = try Office()
    let team = try office.team("Empty", roles: [])
    let account = try office.client.create("accounts", ["name": "A"])
    let refused = office.client.send(.patch, "accounts(\(account))", ["ownerid@odata.bind": .string("/teams(\(team))")])
    #expect(refused.status == 403)
    let error = try Self.error(refused)
    #expect(error.code == "0x80040220")
    #expect(error.message.hasPrefix("Principal team (Id=\(team), type=9, roleCount=0"), "\(error.message)")
    #expect(error.message.contains("is missing prvReadAccount privilege") && error.message.contains("on OTC=1"))
    try office.associate("teams(\(team))/teamroles_association", with: "roles(\(office.role("Reader")))")
    try office.client.patch("accounts(\(account))", ["ownerid@odata.bind": .string("/teams(\(team))")])
    let row = try office.client.get("accounts(\(account))?$expand=ownerid,owningteam($select=name)")
    #expect(row["_ownerid_value"] == .string(team) && row["_owningteam_value"] == .string(team))
    #expect(row["_owninguser_value"] == JSON.null)
    #expect(row["ownerid"]?["name"] == "Empty" && row["owningteam"]?["name"] == "Empty")
  }

  @Test("A user without privileges cannot own rows; Assign is a privilege of its own")
  func userOwner() throws {
    let office = try Office()
    let empty = try office.user("Empty", roles: [])
    let account = try office.client.create("accounts", ["name": "A"])
    let body: JSON = ["ownerid@odata.bind": .string("/systemusers(\(empty))")]
    #expect(try Self.error(office.client.send(.patch, "accounts(\(account))", body)).code == "0x80040231")
    let reader = try office.user("Reader", roles: ["Reader"])
    #expect(try Self.error(office.send(as: reader, .patch, "accounts(\(account))", body)).message.contains("prvAssignAccount"))
  }

  @Test("Without a role for the default team nothing is synchronized, and a role mends it (R-SET-1)")
  func defaultTeam() throws {
    let client = try SalesClient { $0.teamHasRole = false }
    let refused = client.send(.post, "accounts", ["name": "A"])
    #expect(try Self.error(refused).message.contains("Principal team"))
    let team = try #require(client.list("teams?$filter=isdefault eq true").first?["teamid"]?.stringValue)
    let role = try #require(client.list("roles?$filter=name eq 'Data Integration'").first?["roleid"]?.stringValue)
    #expect(client.send(.post, "teams(\(team))/teamroles_association/$ref", ["@odata.id": .string("roles(\(role))")]).status == 204)
    #expect(client.send(.post, "accounts", ["name": "A"]).status == 204)
  }

  // MARK: Users, teams, units

  @Test("Every business unit has a default team of its name")
  func units() throws {
    let client = try SalesClient()
    let unit = try client.create("businessunits", ["name": "North"])
    #expect(try client.list("teams?$filter=_businessunitid_value eq \(unit)").map { $0["name"] } == ["North"])
    try client.patch("businessunits(\(unit))", ["name": "Far North"])
    #expect(try client.list("teams?$filter=_businessunitid_value eq \(unit)").map { $0["name"] } == ["Far North"])
  }

  @Test("Roles, members and privileges can be read from both sides, expanded and filtered by")
  func navigation() throws {
    let office = try Office()
    let user = try office.user("Ada", roles: ["Salesperson", "Delegate"])
    let team = try office.team("Project", roles: ["Reader"], members: [user])
    let client = office.client
    #expect(try Set(client.list("systemusers(\(user))/systemuserroles_association").map { $0["name"] }) == ["Salesperson", "Delegate"])
    #expect(
      try client.list("roles(\(try office.role("Delegate")))/systemuserroles_association?$select=fullname").map { $0["fullname"] } == [
        "Ada"
      ])
    #expect(try client.list("systemusers(\(user))/teammembership_association").map { $0["name"] } == ["Project"])
    #expect(try client.list("teams(\(team))/teammembership_association").map { $0["fullname"] } == ["Ada"])
    let expanded = try client.get("teams(\(team))?$select=name&$expand=teamroles_association($select=name)")
    #expect(expanded["teamroles_association"]?.arrayValue?.compactMap { $0["name"]?.stringValue } == ["Reader"])
    let filter = "systemusers?$filter=systemuserroles_association/any(r:r/name eq 'Delegate')&$select=fullname"
    #expect(try client.list(filter).map { $0["fullname"] } == ["Ada"])
    #expect(try client.list("roles(\(try office.role("Reader")))/roleprivileges_association?$select=name").count == 15)
    // Joined twice is a duplicate.
    let twice = client.send(
      .post, "teams(\(team))/teammembership_association/$ref", ["@odata.id": .string("systemusers(\(user))")])
    #expect(twice.status == 412)
  }

  @Test("What goes takes its pairs along", arguments: ["users", "teams", "roles"])
  func deletion(what: String) throws {
    let office = try Office()
    let user = try office.user("Ada", roles: [])
    let role = try office.client.create("roles", ["name": "Mine"])
    let team = try office.team("Project", roles: ["Mine"], members: [user])
    try office.associate("systemusers(\(user))/systemuserroles_association", with: "roles(\(role))")
    let path = ["users": "systemusers(\(user))", "teams": "teams(\(team))", "roles": "roles(\(role))"][what] ?? ""
    #expect(office.client.send(.delete, path).status == 204)
    let pairs = try office.client.list("teammemberships").count + office.client.list("teamrolescollection").count
    // The default team's role, and what is left of the three pairs made here.
    #expect(pairs == ["users": 2, "teams": 1, "roles": 2][what])
  }

  @Test("Business rules see no unlimited user where a snapshot brings other roles back")
  func snapshot() throws {
    let office = try Office()
    let user = try office.user("Ada", roles: [])
    let image = try office.client.twin.store.snapshot()
    try office.associate("systemusers(\(user))/systemuserroles_association", with: "roles(\(office.role("Reader")))")
    #expect(office.send(as: user, .get, "accounts").status == 200)
    try office.client.twin.store.restore(image)
    #expect(office.send(as: user, .get, "accounts").status == 403)
  }

  // MARK: For somebody else

  @Test(
    "A request for somebody else is carried out as that user, and rows tell on whose behalf",
    arguments: ["MSCRMCallerID", "CallerObjectId"])
  func impersonation(header: String) throws {
    let office = try Office()
    let ada = try office.user("Ada", roles: ["Salesperson"])
    try office.client.patch("systemusers(\(ada))", ["azureactivedirectoryobjectid": "11111111-2222-4333-8444-555555555555"])
    let name = header == "MSCRMCallerID" ? ada : "11111111-2222-4333-8444-555555555555"
    let who = office.send(as: nil, .get, "WhoAmI", nil, [header: name])
    #expect(try JSON(decoding: who.body)["UserId"] == .string(ada))
    #expect(office.send(as: nil, .post, "accounts", ["name": "A"], [header: name]).status == 204)
    let row = try #require(office.client.list("accounts?$filter=name eq 'A'").first)
    #expect(row["_createdby_value"] == .string(ada) && row["_ownerid_value"] == .string(ada))
    #expect(row["_createdonbehalfby_value"]?.stringValue != ada && row["_createdonbehalfby_value"] != JSON.null)
  }

  @Test("Acting for others is a privilege, and gives no more than both may do")
  func impersonationPrivilege() throws {
    let office = try Office()
    let boss = try office.user("Boss", roles: ["System Administrator"])
    let clerk = try office.user("Clerk", roles: ["Reader"])
    let header: HTTPHeaders = ["MSCRMCallerID": boss]
    #expect(try Self.error(office.send(as: clerk, .get, "accounts", nil, header)).message.contains("prvActOnBehalfOfAnotherUser"))
    try office.associate("systemusers(\(clerk))/systemuserroles_association", with: "roles(\(office.role("Delegate")))")
    #expect(office.send(as: clerk, .get, "accounts", nil, header).status == 200)
    #expect(try Self.error(office.send(as: clerk, .post, "accounts", ["name": "A"], header)).message.contains("prvCreateAccount"))
  }

  @Test("Nobody can be acted for who is no user, or disabled")
  func impersonationOfNobody() throws {
    let office = try Office()
    let nobody: HTTPHeaders = ["MSCRMCallerID": "11111111-2222-4333-8444-555555555555"]
    #expect(try Self.error(office.send(as: nil, .get, "accounts", nil, nobody)).code == "0x80072560")
    let user = try office.user("Gone", roles: [])
    try office.client.patch("systemusers(\(user))", ["isdisabled": true])
    #expect(try Self.error(office.send(as: nil, .get, "accounts", nil, ["MSCRMCallerID": user])).code == "0x80040225")
  }

  @Test("Following changes takes the read privilege for the whole organization")
  func changes() throws {
    let office = try Office()
    let seller = try office.user("Seller", roles: ["Salesperson"])
    let admin = try office.user("Admin", roles: ["System Administrator"])
    let first = office.send(as: seller, .get, "quotes?$select=name", nil, ["Prefer": "odata.track-changes"])
    #expect(try Self.error(first).code == "0x80040220")
    let allowed = office.send(as: admin, .get, "quotes?$select=name", nil, ["Prefer": "odata.track-changes"])
    let link = try #require(try JSON(decoding: allowed.body)["@odata.deltaLink"]?.stringValue)
    let path = String(try #require(link.firstRange(of: "/api/data/v9.2/").map { link[$0.upperBound...] }))
    let token = try #require(PercentEncoding.decode(path, in: .queryValue))
    #expect(office.send(as: admin, .get, token).status == 200)
    #expect(office.send(as: seller, .get, token).status == 403)
  }
}
