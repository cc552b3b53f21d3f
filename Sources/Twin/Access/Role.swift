/// A named set of privileges. Both products have hundreds of roles; these stand for the differences a client can meet.
public struct Role: Hashable, Sendable {
  public let name: String
  public let privileges: Set<Privilege>

  public static let administrator = Role(name: "System Administrator", privileges: Set(Privilege.allCases))
  public static let reader = Role(name: "Reader", privileges: [.read])
  /// Reads and writes, deletes nothing.
  public static let contributor = Role(name: "Contributor", privileges: [.read, .create, .write])
  public static let all = [administrator, contributor, reader]

  public static func named(_ name: String) -> Role? { all.first { $0.name == name } }
}
