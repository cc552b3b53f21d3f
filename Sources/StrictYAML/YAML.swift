import Yams

/// A YAML document as the readers of this room see it: values with places, mappings in the order they were written.
///
/// Yams does the parsing; this is the narrow door to it. Plain scalars stay text: what `10.00` or `no` means is decided by
/// who reads it, so that no amount ever passes through binary floating point and no country code becomes a boolean.
public indirect enum YAML: Sendable {
  case scalar(Scalar)
  case list([YAML], SourcePosition)
  case map([(key: Scalar, value: YAML)], SourcePosition)

  public struct Scalar: Sendable {
    public let text: String
    /// Written in quotes or as a block: always text, never a number, boolean or null.
    public let isQuoted: Bool
    public let position: SourcePosition

    public init(text: String, isQuoted: Bool, position: SourcePosition) {
      self.text = text
      self.isQuoted = isQuoted
      self.position = position
    }
  }

  /// How deep a document may nest; deeper ones are refused before they can exhaust the stack.
  public static let depthMax = 64
  /// Most values a document may have. References to anchors count each time, so that a small file cannot blow up.
  public static let valueCountMax = 200_000
  /// Longest line that is read.
  public static let lineLengthMax = 20_000

  public var position: SourcePosition {
    switch self {
    case .scalar(let scalar): scalar.position
    case .list(_, let position), .map(_, let position): position
    }
  }

  /// What it is, for messages: `text`, `a list`, `a mapping`.
  public var kind: String {
    switch self {
    case .scalar(let scalar): scalar.isQuoted || !scalar.text.isEmpty ? "'\(scalar.text.prefix(40))'" : "nothing"
    case .list: "a list"
    case .map: "a mapping"
    }
  }

  /// Reads the one document of a file.
  /// - Throws: `MalformedFile` for text that is not YAML, repeated keys, aliases, or nesting beyond `depthMax`.
  public init(_ file: SourceFile) throws(MalformedFile) {
    if let number = file.lines.firstIndex(where: { $0.utf8.count > Self.lineLengthMax }) {
      throw Self.malformed(file, number + 1, 1, "the line is longer than \(Self.lineLengthMax) bytes")
    }
    try Self.refuseDepth(file)
    let node: Node?
    do {
      // Without rules that tell numbers and dates by regular expressions: every scalar is text here, and so is every key.
      node = try Yams.compose(yaml: file.text, .basic)
    } catch let error as YamlError {
      throw Self.malformed(file, error)
    } catch {
      throw Self.malformed(file, 1, 1, "not YAML: \(error)")
    }
    guard let node else { throw Self.malformed(file, 1, 1, "the file is empty") }
    var count = 0
    self = try Self.convert(node, file, depth: 0, count: &count)
  }

  /// Flow brackets and `- - -` nest without a bound in the parser itself, so they are counted first.
  private static func refuseDepth(_ file: SourceFile) throws(MalformedFile) {
    var brackets = 0
    for (index, line) in file.lines.enumerated() {
      var dashes = 0
      for byte in line.utf8 {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
        case UInt8(ascii: "-"), UInt8(ascii: "?"): dashes += 1
        case UInt8(ascii: " "): break
        default: dashes = 0
        }
        if brackets > depthMax * 4 || dashes > 1_000 { throw malformed(file, index + 1, 1, "nested deeper than \(depthMax) levels") }
      }
    }
  }

  private static func convert(_ node: Node, _ file: SourceFile, depth: Int, count: inout Int) throws(MalformedFile) -> YAML {
    count += 1
    let mark = node.mark
    let position = SourcePosition(file: file.path, line: mark?.line ?? 1, column: mark?.column ?? 1)
    guard depth <= depthMax else { throw malformed(file, position.line, position.column, "nested deeper than \(depthMax) levels") }
    guard count <= valueCountMax else { throw malformed(file, position.line, position.column, "more than \(valueCountMax) values") }
    switch node {
    case .scalar(let scalar): return .scalar(Self.scalar(scalar, position))
    case .sequence(let sequence):
      var elements: [YAML] = []
      for element in sequence { elements.append(try convert(element, file, depth: depth + 1, count: &count)) }
      return .list(elements, position)
    case .mapping(let mapping):
      var members: [(key: Scalar, value: YAML)] = []
      for (key, value) in mapping {
        let keyPosition = key.mark.map { SourcePosition(file: file.path, line: $0.line, column: $0.column) } ?? position
        guard case .scalar(let keyScalar) = key else {
          throw malformed(file, keyPosition.line, keyPosition.column, "a key must be text")
        }
        members.append((Self.scalar(keyScalar, keyPosition), try convert(value, file, depth: depth + 1, count: &count)))
      }
      return .map(members, position)
    case .alias: throw malformed(file, position.line, position.column, "aliases are not allowed here")
    }
  }

  private static func scalar(_ scalar: Node.Scalar, _ position: SourcePosition) -> Scalar {
    let isQuoted =
      switch scalar.style {
      case .any, .plain: false
      case .singleQuoted, .doubleQuoted, .literal, .folded: true
      }
    return Scalar(text: scalar.string, isQuoted: isQuoted, position: position)
  }

  private static func malformed(_ file: SourceFile, _ line: Int, _ column: Int, _ message: String) -> MalformedFile {
    MalformedFile([Diagnostic(SourcePosition(file: file.path, line: line, column: column), message)])
  }

  /// The line on which a key of a block mapping that starts at `mark` stands for the second time.
  private static func secondLine(of key: String, from mark: Mark, in file: SourceFile) -> Int? {
    let indent = mark.column - 1
    let lines = file.lines.indices.dropFirst(max(0, mark.line - 1)).filter { index in
      // The first key of a list element stands behind its dash.
      let text = file.lines[index].dropFirst(indent)
      return text.hasPrefix("\(key):") && file.lines[index].prefix(indent).allSatisfy { $0 == " " || $0 == "-" }
    }
    return lines.count > 1 ? lines[1] + 1 : nil
  }

  private static func malformed(_ file: SourceFile, _ error: YamlError) -> MalformedFile {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      if file.line(mark.line).dropFirst(max(0, mark.column - 1)).hasPrefix("\t") {
        return malformed(file, mark.line, mark.column, "a tab stands here; YAML is indented with blanks")
      }
      let where_ = context.map { $0.mark.line > 0 ? " (\($0.text), which begins in line \($0.mark.line))" : " (\($0.text))" } ?? ""
      return malformed(file, mark.line, mark.column, "not YAML: \(problem)\(where_)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let key = duplicates.sorted()[0]
      let line = secondLine(of: key, from: context.mark, in: file) ?? context.mark.line
      return malformed(file, line, context.mark.column, "the key '\(key)' appears twice")
    case .reader(let problem, _, _, _): return malformed(file, 1, 1, "not YAML: \(problem)")
    default: return malformed(file, 1, 1, "not YAML: \(error)")
    }
  }
}
