/// The XML and JSON forms of a model, CSDL 4.0 and 4.01: what `$metadata` answers.
public enum CSDL {
  /// The vocabulary terms that carry what the model knows and CSDL itself has no place for.
  enum Term {
    static let computed = "Org.OData.Core.V1.Computed"
    static let permissions = "Org.OData.Core.V1.Permissions"
    static let description = "Org.OData.Core.V1.Description"
    static let alternateKeys = "Org.OData.Core.V1.AlternateKeys"
    /// The older name of the same term, which Dataverse writes.
    static let communityAlternateKeys = "OData.Community.Keys.V1.AlternateKeys"
    /// What finance and operations says of columns instead of `computed`.
    static let allowEdit = "Microsoft.Dynamics.OData.Core.V1.AllowEdit"
    static let allowEditOnCreate = "Microsoft.Dynamics.OData.Core.V1.AllowEditOnCreate"
  }

  /// The model as an XML document in UTF-8.
  ///
  /// Types, keys, nullability, lengths and scales, navigation properties with partner and constraints, enumerations,
  /// operations, and one container with sets and bindings. Computed properties carry `Org.OData.Core.V1.Computed` unless
  /// `annotations` says otherwise, alternate keys `Org.OData.Core.V1.AlternateKeys` with the key's name as a description. A
  /// constraint over a column that is not in the model is left out, and so is a navigation property's discriminator: both are
  /// hidden.
  public static func write(
    _ model: EdmModel, style: Style = Style(), annotations: @escaping (Element) -> [Annotation] = standardAnnotations
  ) -> [UInt8] {
    var writer = CSDLWriter(model: model, style: style, annotations: annotations)
    writer.write()
    return writer.bytes
  }

  /// What a service is free to name as it likes.
  public struct Style: Hashable, Sendable {
    /// What the first parameter of a bound operation is called.
    public enum BindingParameter: Hashable, Sendable {
      /// `entity` or `entityset` (Dataverse).
      case byKind
      /// The name of the entity type (finance and operations).
      case byType
    }

    public var container: String
    public var bindingParameter: BindingParameter

    public init(container: String = "Container", bindingParameter: BindingParameter = .byKind) {
      self.container = container
      self.bindingParameter = bindingParameter
    }

    /// The first parameter of a bound operation; none for an unbound one.
    func bindingParameter(of operation: Operation, qualified: (String) -> String) -> [Operation.Parameter] {
      switch operation.binding {
      case .unbound: []
      case .entity(let type):
        [.init(name: bindingParameter == .byType ? type : "entity", type: qualified(type), isNullable: false)]
      case .collection(let type):
        [.init(name: bindingParameter == .byType ? type : "entityset", type: "Collection(\(qualified(type)))", isNullable: false)]
      }
    }
  }

  /// The model as CSDL JSON 4.01, in UTF-8: what `$metadata?$format=json` answers. It says the same as `write` does in XML.
  public static func writeJSON(
    _ model: EdmModel, style: Style = Style(), annotations: @escaping (Element) -> [Annotation] = standardAnnotations
  ) -> [UInt8] {
    var writer = CSDLJSONWriter(model: model, style: style, annotations: annotations)
    writer.write()
    return writer.bytes
  }

  /// Reads CSDL 4.0, from `write` or from a real environment.
  ///
  /// Unknown elements and annotations are skipped. Properties of complex, collection, stream, duration, time-of-day and
  /// geographic types become `opaqueProperties`, with their types as text. Properties and keys of base types become those of
  /// the derived type too. Names of types lose namespace and alias, so that several schemas become one model; parameter and
  /// return types of operations keep theirs. A document of 20 MB takes about half a second.
  /// - Throws: `CSDLError`, with line and column, for XML that is broken, for elements without the attributes they need, and
  ///   for a document without a schema.
  public static func read(_ bytes: [UInt8]) throws(CSDLError) -> EdmModel { try CSDLReader.read(bytes) }
}

/// A metadata document that cannot be read.
public struct CSDLError: Error, Hashable, Sendable, CustomStringConvertible {
  public let message: String
  /// Line and column from 1; 0 where the document as a whole is at fault.
  public let line: Int
  public let column: Int

  public init(message: String, line: Int = 0, column: Int = 0) {
    self.message = message
    self.line = line
    self.column = column
  }

  public var description: String { line == 0 ? message : "\(message) at line \(line), column \(column)" }
}
