public import ArgumentParser
import OData

/// `p2c odata parse`.
public struct ODataParseCommand: EnvironmentCommand {
  public static let configuration = CommandConfiguration(
    commandName: "parse", abstract: "Show the syntax tree of a path, a query or a filter.",
    discussion: """
      Without --as, a text with '?' is a URL below the service root, one that starts with '$', '@' or with a name and '=' is a
      query, one that starts with '/' is a path, and everything else is a filter. Paths and queries are percent-encoded as in a
      URL; filters are not. The grammar is the protocol's: what a product refuses of it, the product refuses later.

      EXAMPLES
        p2c odata parse "revenue gt 1000 and not contains(name,'bike')"
        p2c odata parse '$apply=groupby((statecode),aggregate($count as rows))'
        p2c odata parse "accounts(accountnumber='A-1')/contact_customer_accounts?\\$top=5"
        p2c odata parse --as path 'WhoAmI()'
        p2c odata parse --json 'a eq 1'
        p2c odata parse --odata-version 4.01 'filter=Name EQ true&top=2'

      EXIT CODES
        0  the text was read; its tree stands on standard output
        2  the command line makes no sense
        3  the text is not OData; the output shows where it goes wrong and what was expected there
      """)

  public enum Kind: String, ExpressibleByArgument, CaseIterable, Sendable { case path, query, filter, url }

  @Argument(help: ArgumentHelp("The text to parse. Mind the quotes of the shell.", valueName: "text"))
  public var text: String

  @Option(name: .customLong("as"), help: ArgumentHelp("What the text is: path, query, filter or url.", valueName: "kind"))
  public var kind: Kind?

  @Option(
    name: .customLong("odata-version"),
    help: ArgumentHelp("4.0, which both products speak, or 4.01 with its freer spelling.", valueName: "version"))
  public var version: String = ODataVersion.v4_0.rawValue

  @Flag(help: "Write the tree, or the error, as JSON.")
  public var json = false

  public init() {}

  public func validate() throws {
    if ODataVersion(rawValue: version) == nil { throw ValidationError("--odata-version is 4.0 or 4.01.") }
  }

  /// The version of the shape `--json` writes.
  private static let jsonVersion: Int64 = 1

  public func run(in environment: CommandEnvironment) async throws -> Outcome {
    let parser = ODataParser(version: ODataVersion(rawValue: version) ?? .v4_0)
    let kind = kind ?? guessedKind
    var report: JSON = ["version": .number(ExactDecimal(Self.jsonVersion)), "kind": .string(kind.rawValue), "text": .string(text)]
    do throws(ODataSyntaxError) {
      let trees = try parse(parser, kind)
      if case .object(var members) = report {
        members.append("tree", .array(trees.map(\.json)))
        report = .object(members)
      }
      environment.output(json ? report.text + "\n" : trees.map { $0.indented + "\n" }.joined())
      return .passed
    } catch {
      if case .object(var members) = report {
        members.append(
          "error",
          [
            "message": .string(error.message), "offset": .number(ExactDecimal(Int64(error.offset))),
            "expected": .array(error.expected.map { .string($0) }),
          ])
        report = .object(members)
      }
      environment.output(json ? report.text + "\n" : explanation(of: error, kind))
      return .malformedFile
    }
  }

  private var guessedKind: Kind {
    if text.hasPrefix("$") || text.hasPrefix("@") {
      // `$it/name eq 'x'` is a filter, `$metadata` a path.
      if text.contains("=") { return .query }
      return text.contains(" ") ? .filter : .path
    }
    if text.hasPrefix("/") { return text.contains("?") ? .url : .path }
    let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    if !name.isEmpty, text.dropFirst(name.count).hasPrefix("=") { return .query }
    if let mark = text.firstIndex(of: "?"), !text[..<mark].contains(" ") { return .url }
    return .filter
  }

  private func parse(_ parser: ODataParser, _ kind: Kind) throws(ODataSyntaxError) -> [SyntaxTree] {
    switch kind {
    case .path: return [SyntaxTree(try parser.parsePath(text))]
    case .query: return [SyntaxTree(try parser.parseQuery(text))]
    case .filter: return [SyntaxTree(try parser.parseFilter(text))]
    case .url:
      let (path, query) = try parser.parseURL(text)
      return [SyntaxTree(path), SyntaxTree(query)]
    }
  }

  /// The text with a caret under the place, and what could have stood there.
  private func explanation(of error: ODataSyntaxError, _ kind: Kind) -> String {
    let before = String(decoding: Array(text.utf8).prefix(error.offset), as: UTF8.self)
    // Tabs and line ends would carry the caret away.
    func plain(_ text: String) -> String { String(text.map { $0.isWhitespace ? " " : $0 }) }
    var lines = ["error: not an OData \(kind.rawValue): \(error.message)", "  \(plain(text))"]
    lines.append("  \(String(repeating: " ", count: before.count))^ at byte \(error.offset)")
    if !error.expected.isEmpty { lines.append("  expected: \(error.expected.joined(separator: ", "))") }
    return lines.joined(separator: "\n") + "\n"
  }
}
