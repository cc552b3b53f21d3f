public import OData

/// What a real environment's `$metadata` says: columns and entities to be served beside the built-in ones.
///
/// A class, so that whoever makes many worlds of it recognizes it without comparing thousands of entities.
public final class OwnMetadata: Sendable {
  public let model: EdmModel

  public init(_ model: EdmModel) { self.model = model }

  /// Reads the CSDL that an environment exports.
  /// - Throws: `CSDLError` with line and column.
  public convenience init(csdl: [UInt8]) throws(CSDLError) { self.init(try CSDL.read(csdl)) }
}

extension OwnMetadata: Hashable {
  /// Only what was read together is the same.
  public static func == (one: OwnMetadata, other: OwnMetadata) -> Bool { one === other }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// What CSDL does not say, and each product takes for granted in entities it knows nothing else of.
public struct MetadataRules: Sendable {
  /// What a new row holds where the caller gives nothing, by column.
  public var columnDefaults: [String: Value]
  /// Columns that are not nullable start with the empty value of their type: finance and operations has no nulls.
  public var fillsRequiredColumns: Bool
  /// Decimals kept for a decimal whose scale the metadata leaves open.
  public var defaultScale: Int
  /// Columns that only the server writes, though the metadata may not say so.
  public var serverColumns: Set<String>

  public init(columnDefaults: [String: Value] = [:], fillsRequiredColumns: Bool, defaultScale: Int, serverColumns: Set<String> = []) {
    self.columnDefaults = columnDefaults
    self.fillsRequiredColumns = fillsRequiredColumns
    self.defaultScale = defaultScale
    self.serverColumns = serverColumns
  }
}

/// What became of a user's own metadata.
public struct MetadataReport: Hashable, Sendable, CustomStringConvertible {
  public var tables = 0
  public var columns = 0
  public var lookups = 0
  public var keys = 0
  /// What was not taken over, and why: one line each, sorted.
  public var leftOut: [String] = []

  public init() {}

  /// `312 entities, 4096 columns …`, without what was left out.
  public var description: String {
    "\(tables) entities, \(columns) columns, \(lookups) lookups and \(keys) alternate keys beside the built-in ones"
  }
}
