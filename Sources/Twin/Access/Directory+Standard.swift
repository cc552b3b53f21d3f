import OData

extension Directory {
  /// The directory of a server that was given none: one for each way to be let in or kept out. The names are in
  /// docs/sign-in.md; the secrets are no secrets, they are there to be copied.
  public static let standard = Directory(
    tenant: GUID(high: 0x7f3c_0de5_1a2b_4c3d, low: 0x8e4f_5a6b_7c8d_9e0f), domain: "contoso.onmicrosoft.com",
    applications: [
      Application(
        id: application(1), name: "Integration", secrets: ["integration-secret"], staticTokens: ["integration-token"],
        memberships: ["sales": Membership(), "supplyChain": Membership(user: "integration")]),
      Application(
        id: application(2), name: "Reader", secrets: ["reader-secret"], staticTokens: ["reader-token"],
        memberships: ["sales": Membership(roles: [Role.reader.name]), "supplyChain": Membership(user: "reader", roles: [Role.reader.name])]),
      Application(
        id: application(3), name: "Without Role", secrets: ["without-role-secret"], staticTokens: ["without-role-token"],
        memberships: ["sales": Membership(roles: []), "supplyChain": Membership(user: "without", roles: [])]),
      Application(
        id: application(4), name: "Disabled", secrets: ["disabled-secret"], staticTokens: ["disabled-token"],
        memberships: ["sales": Membership(isDisabled: true), "supplyChain": Membership(user: "disabled", isDisabled: true)]),
      Application(id: application(5), name: "Stranger", secrets: ["stranger-secret"], staticTokens: ["stranger-token"]),
      Application(id: application(6), name: "Device", isPublic: true),
    ],
    people: [
      Person(
        principalName: "ada@contoso.onmicrosoft.com", name: "Ada Winter", staticTokens: ["ada-token"],
        memberships: ["sales": Membership(teams: ["Contoso"]), "supplyChain": Membership(user: "ada")])
    ])

  private static func application(_ number: UInt64) -> GUID {
    GUID(high: 0xc11e_0000_0000_4000, low: 0x8000_0000_0000_0000 | number)
  }
}
