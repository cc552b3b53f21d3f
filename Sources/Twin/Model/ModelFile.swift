import FoundationEssentials
import OData

/// A model file that cannot be read, with file and line.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
  public let file: String
  public let line: Int
  public let message: String

  public init(file: String, line: Int, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  public var description: String { "\(file):\(line): error: \(message)" }
}

/// One CSV file of a model, read by column name.
public struct ModelFile {
  let path: String
  private let text: DelimitedText

  /// `nil` when there is no such file.
  public init?(directory: String, name: String) throws(ModelError) {
    path = "\(directory)/\(name)"
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    do {
      text = try DelimitedText(Array(data))
    } catch {
      throw ModelError(file: path, line: error.line, message: error.message)
    }
  }

  /// One row.
  public struct Line {
    let file: ModelFile
    let record: DelimitedText.Record

    /// A complaint about this row.
    public func error(_ message: String) -> ModelError { ModelError(file: file.path, line: record.line, message: message) }

    /// The trimmed text of a column; empty when the column or the field is not there.
    public subscript(column: String) -> String {
      guard let index = file.text.index(of: column), index < record.fields.count else { return "" }
      return record.fields[index].trimmingBlanks()
    }

    /// - Throws: `ModelError` where the column is empty.
    public func text(_ column: String) throws(ModelError) -> String {
      let value = self[column]
      guard !value.isEmpty else { throw error("column '\(column)' is empty") }
      return value
    }

    public func optional(_ column: String) -> String? {
      let value = self[column]
      return value.isEmpty ? nil : value
    }

    /// Parts between semicolons, trimmed.
    public func list(_ column: String) -> [String] {
      self[column].split(separator: ";", omittingEmptySubsequences: true).map { String($0).trimmingBlanks() }
    }

    func flag(_ column: String, default fallback: Bool) throws(ModelError) -> Bool {
      switch self[column] {
      case "": return fallback
      case "yes": return true
      case "no": return false
      case let other: throw error("'\(other)' in column '\(column)': write yes or no")
      }
    }

    /// `yes` for what the system requires, else the level's name.
    func requirement() throws(ModelError) -> RequirementLevel {
      switch self["required"] {
      case "", "no": return .none
      case "yes": return .system
      case "application": return .application
      case "recommended": return .recommended
      case let other: throw error("'\(other)' in column 'required': write yes, application, recommended or nothing")
      }
    }

    func integer(_ column: String) throws(ModelError) -> Int? {
      guard let text = optional(column) else { return nil }
      guard let value = Int(text) else { throw error("'\(text)' in column '\(column)' is not a whole number") }
      return value
    }

    func decimal(_ column: String) throws(ModelError) -> ExactDecimal? {
      guard let text = optional(column) else { return nil }
      guard let value = ExactDecimal(text) else { throw error("'\(text)' in column '\(column)' is not a number") }
      return value
    }

    /// - Throws: `ModelError` for a word that is none of the marks.
    public func evidence() throws(ModelError) -> Evidence {
      let word = self["evidence"]
      guard let evidence = Evidence(rawValue: word) else {
        throw error("'\(word)' in column 'evidence': write sourced, inferred or proposed")
      }
      return evidence
    }

    /// `a:b` pairs between semicolons.
    func pairs(_ column: String, separator: Character = ":") throws(ModelError) -> [(String, String)] {
      var result: [(String, String)] = []
      for part in list(column) {
        guard let split = part.firstIndex(of: separator) else { throw error("'\(part)' in column '\(column)' has no '\(separator)'") }
        result.append((String(part[..<split]).trimmingBlanks(), String(part[part.index(after: split)...]).trimmingBlanks()))
      }
      return result
    }
  }

  public var lines: [Line] { text.records.map { Line(file: self, record: $0) } }
}
