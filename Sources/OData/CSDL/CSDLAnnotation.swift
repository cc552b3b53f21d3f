extension CSDL {
  /// A part of a model that may carry annotations.
  public enum Element: Sendable {
    case entityType(EntityType)
    case property(Property, of: EntityType)
    case enumMember(EnumType.Member, of: EnumType)
  }

  /// A statement about an element that CSDL itself has no place for.
  public struct Annotation: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
      case bool(Bool)
      case string(String)
      /// A qualified type, a slash and the member.
      case enumMember(String)
      /// Properties by name.
      case record([Member])
    }

    public struct Member: Hashable, Sendable {
      public let name: String
      public let value: Bool

      public init(_ name: String, _ value: Bool) {
        self.name = name
        self.value = value
      }
    }

    /// The qualified name of a vocabulary's term.
    public let term: String
    public let value: Value

    public init(_ term: String, _ value: Value) {
      self.term = term
      self.value = value
    }
  }

  /// The annotations a document has where its service has none of its own: `Org.OData.Core.V1.Computed`.
  public static func standardAnnotations(of element: Element) -> [Annotation] {
    if case .property(let property, _) = element { computed(property.isComputed) } else { [] }
  }

  static func computed(_ isComputed: Bool) -> [Annotation] { isComputed ? [Annotation(Term.computed, .bool(true))] : [] }
}
