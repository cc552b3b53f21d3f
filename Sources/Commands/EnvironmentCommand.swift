public import ArgumentParser

/// A command that works on what it is handed instead of on the process.
public protocol EnvironmentCommand: ParsableCommand {
  /// - Throws: `CommandFailure`, or anything else for a defect of the program.
  func run(in environment: CommandEnvironment) async throws -> Outcome
}

extension EnvironmentCommand {
  public func run() throws { throw CleanExit.helpRequest(self) }
}

extension ParsableCommand {
  /// Parses the words of a command line and runs what they ask for.
  public static func start(_ environment: CommandEnvironment) async -> Outcome {
    do {
      var command = try parseAsRoot(environment.arguments)
      guard let command = command as? any EnvironmentCommand else {
        try command.run()
        return .passed
      }
      return try await command.run(in: environment)
    } catch let failure as CommandFailure {
      environment.errors("\(failure.message)\n")
      return failure.outcome
    } catch {
      let text = fullMessage(for: error)
      if exitCode(for: error).isSuccess {
        environment.output(text.isEmpty ? "" : "\(text)\n")
        return .passed
      }
      environment.errors("\(text)\n")
      return exitCode(for: error) == .validationFailure ? .badCommandLine : .internalError
    }
  }
}
