/// How a data file of a package is written (names inferred from packages of the product; those for other files, such as EXCEL, are not
/// read).
public enum SourceFormat: String, Hashable, Sendable, CaseIterable {
  /// Comma-separated, UTF-8.
  case csv = "CSV"
  /// Comma-separated, UTF-16 in little-endian order behind a byte-order mark.
  case csvUnicode = "CSV-Unicode"
  /// `<Document><ENTITY><COLUMN>value</COLUMN>…</ENTITY>…</Document>`
  case xmlElement = "XML-Element"
  /// `<Document><ENTITY COLUMN="value" …/>…</Document>`
  case xmlAttribute = "XML-Attribute"

  /// - Throws: `PackageError.unsupportedFormat`.
  public init(named name: String) throws(PackageError) {
    guard let format = Self.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() }) else {
      throw .unsupportedFormat(name)
    }
    self = format
  }

  /// With the dot.
  public var fileExtension: String {
    switch self {
    case .csv, .csvUnicode: ".csv"
    case .xmlElement, .xmlAttribute: ".xml"
    }
  }
}
