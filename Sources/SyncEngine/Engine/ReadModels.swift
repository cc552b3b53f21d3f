import OData
import Synchronization

/// What was read of documents about data models, shared by engines of one process: the same document is read once.
public final class ReadModels: Sendable {
  private let models = ReadDocuments<ReadModel>()
  private let rules = ReadDocuments<FieldRules>()
  /// What was compiled by the models.
  let projects = CompiledProjects()

  public init() {}

  /// The data model of a metadata document.
  func model(_ document: [UInt8]) throws -> ReadModel { try models.value(of: document) { ReadModel(try CSDL.read($0)) } }

  /// The field rules in an answer.
  func fieldRules(_ document: [UInt8], by reader: some FieldRulesReader) throws -> FieldRules {
    try rules.value(of: document) { reader.rules(in: try JSON(decoding: $0)) }
  }
}

/// A data model, with each type's names found without regard to case, worked out when they are first asked for.
final class ReadModel: Sendable {
  let edm: EdmModel
  private let indexes = Mutex<[String: FieldIndex]>([:])

  init(_ edm: EdmModel) { self.edm = edm }

  func index(of type: EntityType) -> FieldIndex {
    indexes.withLock { indexes in
      if let known = indexes[type.name] { return known }
      let made = FieldIndex(type)
      indexes[type.name] = made
      return made
    }
  }
}

/// What was made of documents, by their bytes.
private final class ReadDocuments<Value: Sendable>: Sendable {
  /// Documents that are kept; beyond it all are let go.
  private static var documentsMax: Int { 64 }

  private let known = Mutex<[(document: [UInt8], value: Value)]>([])
  private let reading = Mutex(())

  func value(of document: [UInt8], _ read: ([UInt8]) throws -> Value) throws -> Value {
    // Documents that come from one memory are compared without looking at their bytes; others mostly differ in length.
    func value() -> Value? { known.withLock { $0.first { $0.document == document }?.value } }
    if let value = value() { return value }
    return try reading.withLock { _ in
      // Somebody may have read it meanwhile.
      if let value = value() { return value }
      let value = try read(document)
      known.withLock { known in
        if known.count >= Self.documentsMax { known.removeAll() }
        known.append((document, value))
      }
      return value
    }
  }
}
