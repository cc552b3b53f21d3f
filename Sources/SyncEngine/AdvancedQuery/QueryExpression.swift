public import OData
public import StrictYAML

/// What a column is worked out from: an expression in the syntax of `$filter`, which always ends, has no side effects and fails for no
/// row, because every function in it has an answer for everything.
///
/// ```
/// case(address1_country eq 'Österreich':'AT', true:address1_country)
/// concat(trim(firstname), concat(' ', trim(lastname)))
/// ```
public struct QueryExpression: Hashable, Sendable, CustomStringConvertible {
  /// As written.
  public let text: String
  public let syntax: Expression
  /// Where its first character stands, for what is read from a file.
  public let position: SourcePosition?

  /// Characters of one expression.
  public static let lengthMax = 2_000
  /// How deep one stands in another.
  public static let depthMax = 30
  /// Operators, functions and values of one expression.
  public static let partsMax = 500

  public var description: String { text }

  /// - Throws: `QueryExpressionError` with the place.
  public init(_ text: String, at position: SourcePosition? = nil) throws(QueryExpressionError) {
    self.text = text
    self.position = position
    guard text.count <= Self.lengthMax else {
      throw Self.error("an expression has at most \(Self.lengthMax) characters, this one \(text.count)", offset: 0, text, position)
    }
    let limits = ODataParser.Limits(
      lengthMax: Self.lengthMax * 4, depthMax: Self.depthMax, operatorsMax: Self.partsMax, itemsMax: Self.partsMax)
    do {
      syntax = try ODataParser(limits: limits, version: .v4_01).parseFilter(text)
    } catch {
      throw Self.error(error.message, offset: error.offset, text, position)
    }
    if let complaint = ExpressionCheck.complaint(about: syntax) {
      throw Self.error(complaint.message, offset: text.offset(of: complaint.word), text, position)
    }
  }

  /// The place of a word of the text, as `file:line:column`.
  func place(of word: String) -> SourcePosition? { Self.place(text.offset(of: word), text, position) }

  private static func error(
    _ message: String, offset: Int, _ text: String, _ position: SourcePosition?
  ) -> QueryExpressionError {
    QueryExpressionError(message: message, offset: offset, position: place(offset, text, position))
  }

  /// - Parameter offset: in UTF-8 bytes.
  private static func place(_ offset: Int, _ text: String, _ position: SourcePosition?) -> SourcePosition? {
    guard let position else { return nil }
    let before = String(decoding: text.utf8.prefix(offset), as: UTF8.self)
    return SourcePosition(file: position.file, line: position.line, column: position.column + before.count)
  }
}

/// What is wrong with an expression, and where.
public struct QueryExpressionError: Error, Hashable, Sendable, CustomStringConvertible {
  public let message: String
  /// In UTF-8 bytes of the expression.
  public let offset: Int
  /// `nil` for an expression that was not read from a file.
  public let position: SourcePosition?

  public var description: String { position.map { "\($0): \(message)" } ?? "at character \(offset + 1): \(message)" }
}

extension String {
  /// Bytes before the first place of a word; 0 where it does not stand there as it is.
  fileprivate func offset(of word: String) -> Int {
    firstRange(of: word).map { self[..<$0.lowerBound].utf8.count } ?? 0
  }
}
