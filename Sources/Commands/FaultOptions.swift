public import ArgumentParser
public import Faults
import StrictYAML

/// `--fault`, wherever a world is made.
public struct FaultOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Let this go wrong: the name of a fault (p2c faults), 'fault: NAME, with: {…}, aim: {…}', or a YAML file with a list. Repeatable.",
      valueName: "fault"))
  public var fault: [Word] = []

  public init() {}

  /// What stands behind one `--fault`.
  public struct Word: ExpressibleByArgument, Sendable {
    public let text: String

    public init?(argument: String) { text = argument }

    /// - Throws: `MalformedFile`.
    func plan() throws -> FaultPlan {
      let isFile = text.hasSuffix(".yaml") || text.hasSuffix(".yml")
      return try isFile ? FaultPlan(SourceFile(reading: text)) : FaultPlan(text: text, place: "--fault")
    }
  }

  public mutating func validate() throws {
    do {
      _ = try plan()
    } catch {
      throw ValidationError("\(error)")
    }
  }

  /// What is to go wrong.
  /// - Throws: `MalformedFile`, unless it was validated.
  public func plan() throws -> FaultPlan { FaultPlan(try fault.flatMap { try $0.plan().rules }) }
}
