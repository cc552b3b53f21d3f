import OData
import Twin

/// One definition of the metadata: a table, a column, a key, a relationship, a list of choices.
///
/// `MetadataId` stands first in `members`; what clients reach by `$expand` or by a path stands in `collections` and `singles`.
struct MetadataNode: Sendable {
  /// Its type without namespace: `StringAttributeMetadata`.
  let type: String
  let members: JSONObject
  var collections: [(name: String, elementType: String, nodes: MadeLater<[MetadataNode]>)] = []
  var singles: [(name: String, node: MetadataNode?)] = []

  init(_ type: String, _ members: JSONObject) {
    self.type = type
    self.members = members
  }

  func text(_ name: String) -> String? { members[name]?.stringValue }

  /// Whether it is of that type or of one derived from it.
  func isA(_ type: String) -> Bool { self.type == type || (Self.bases[self.type] ?? []).contains(type) }

  /// What each type derives from, nearest first (sourced: reference of the metadata types).
  private static let bases: [String: [String]] = {
    let choice = ["EnumAttributeMetadata", "AttributeMetadata", "MetadataBase"]
    let column = ["AttributeMetadata", "MetadataBase"]
    return [
      "PicklistAttributeMetadata": choice, "StateAttributeMetadata": choice, "StatusAttributeMetadata": choice,
      "StringAttributeMetadata": column, "MemoAttributeMetadata": column, "IntegerAttributeMetadata": column,
      "BigIntAttributeMetadata": column, "DecimalAttributeMetadata": column, "MoneyAttributeMetadata": column,
      "BooleanAttributeMetadata": column, "DateTimeAttributeMetadata": column, "LookupAttributeMetadata": column,
      "UniqueIdentifierAttributeMetadata": column, "OneToManyRelationshipMetadata": ["RelationshipMetadataBase", "MetadataBase"],
      "ManyToManyRelationshipMetadata": ["RelationshipMetadataBase", "MetadataBase"],
      "OptionSetMetadata": ["OptionSetMetadataBase", "MetadataBase"],
      "BooleanOptionSetMetadata": ["OptionSetMetadataBase", "MetadataBase"],
    ]
  }()
}

/// Identifiers of definitions: made from their names, so that they are the same in every twin and in every run.
enum MetadataID {
  static func text(_ kind: String, _ name: String...) -> String {
    func hash(_ seed: UInt64) -> UInt64 {
      var value = seed
      for byte in ([kind] + name).joined(separator: "/").utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
      return value
    }
    return GUID(high: hash(0xcbf2_9ce4_8422_2325), low: hash(0x6c62_272e_07bb_0142)).description
  }
}
