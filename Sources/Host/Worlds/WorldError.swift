/// Why something cannot be done with a world, and what would help.
public struct WorldError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: String, Sendable {
    case badRequest, unknownWorld, worldExists, tooManyWorlds, unknownSnapshot, tooManySnapshots, otherModel, unknownSystem,
      unknownEntitySet,
      unknownBaseline, badBaseline, unknownFault, badFault, unknownRequest, clockRunsForward, installationRefused, failed
  }

  public let reason: Reason
  public let message: String
  public let hint: String

  init(_ reason: Reason, _ message: String, hint: String) {
    self.reason = reason
    self.message = message
    self.hint = hint
  }

  public var description: String { "\(message). \(hint)" }
}
