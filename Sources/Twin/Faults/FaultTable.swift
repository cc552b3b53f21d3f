/// Every kind of fault there is. A new kind is a file of its own and a line here.
public enum FaultTable {
  public static let kinds: [any Fault.Type] = [
    HTTPErrorFault.self,
    ThrottlingFault.self,
    DelayFault.self,
    ConnectionResetFault.self,
    CommitThenFailFault.self,
    MalformedBodyFault.self,
    TruncatedBodyFault.self,
    UpdateConflictFault.self,
  ]

  static func kind(_ name: String) throws(FaultError) -> any Fault.Type {
    guard let kind = kinds.first(where: { $0.kind == name }) else { throw .unknown("kind of fault", name, kinds.map { $0.kind }) }
    return kind
  }
}
