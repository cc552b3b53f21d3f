/// Runs other programs to their end. Only executables make one.
public struct OtherPrograms {
  public struct Result: Sendable {
    public let exitCode: Int32
    /// What it has written to standard error.
    public let errors: String

    public init(exitCode: Int32, errors: String) {
      self.exitCode = exitCode
      self.errors = errors
    }
  }

  /// There is no such program.
  public struct NotFound: Error, CustomStringConvertible {
    public let program: String
    public var description: String { "there is no program \(program)" }

    public init(program: String) { self.program = program }
  }

  /// Runs a program, by path or by name, with these words and, beside those of this process, variables; its output is let go.
  /// Throws `NotFound`, and what keeps a program from being started.
  public let run: (_ program: String, _ words: [String], _ variables: [String: String]) throws -> Result

  public init(run: @escaping (_ program: String, _ words: [String], _ variables: [String: String]) throws -> Result) { self.run = run }
}
