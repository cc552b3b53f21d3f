/// A fault could not do in this world what it is for, such as editing a row where there is none.
public struct FaultTrouble: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
