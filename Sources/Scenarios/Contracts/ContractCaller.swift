import OData
import Twin

/// Who may send the requests of a contract about sign-in: an application or a person of the standard directory, or nobody.
enum ContractCaller {
  static let nobody = "nobody"

  /// `integration`, `reader`, `ada` …: the static tokens of the standard directory, less their ending.
  static let names = [nobody] + tokens.map { String($0.dropLast(ending.count)) }

  private static let ending = "-token"
  private static let tokens = (Directory.standard.applications.flatMap(\.staticTokens) + Directory.standard.people.flatMap(\.staticTokens))
    .map { $0.reveal() }

  /// The value of the header that signs a request in; empty for none, as `SignedInTransport` has it.
  static func authorization(of name: String) -> String { name == nobody ? "" : "Bearer \(name)\(ending)" }
}
