/// Fills the destination when the source has no value, or when no source field is mapped (sourced: CDSI-17, PRO).
public struct DefaultTransform: Hashable, Sendable {
  public static let typeName = "Default"

  public let value: String

  public init(_ value: String) { self.value = value }

  func applied(to text: String) -> String { text.isBlank ? value : text }
}
