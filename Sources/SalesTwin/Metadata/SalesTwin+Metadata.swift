import OData
public import Twin

extension SalesTwin {
  /// Definitions of tables, and the actions that change them.
  public var ownResources: Set<String> { Self.metadataAddresses }

  private static let metadataAddresses = Set(MetadataReader.roots.keys).union(schemaActions).union(["RetrieveMetadataChanges"])
    .union(MessageReader.sets)

  /// Actions that change tables while the system runs.
  private static let schemaActions: Set<String> = [
    "CreateEntities", "InsertOptionValue", "UpdateOptionValue", "DeleteOptionValue", "OrderOption", "InsertStatusValue",
    "UpdateStateValue", "CreateCustomerRelationships", "CreatePolymorphicLookupAttribute",
  ]

  public func answer(_ request: ResourceRequest) throws -> ResourceAnswer {
    if case .name(let name, _)? = request.path.segments.first, Self.schemaActions.contains(name) {
      throw ServiceError.notEmulated("changing tables, columns, keys and relationships")
    }
    if case .name(let name, _)? = request.path.segments.first, MessageReader.sets.contains(name) {
      return try MessageReader(model: model, supportsBulkOperations: rules.supportsBulkOperations, errors: errors).answer(name, request)
    }
    let reader = MetadataReader(catalog: try metadataCatalog(), errors: errors, namespace: model.namespace)
    // What is told of one table is small, and every engine asks for it; the whole of the metadata would be kept for nobody.
    guard request.method == .get, case .name("EntityDefinitions", .some)? = request.path.segments.first else {
      return try reader.answer(request)
    }
    let known = model.derived.value("answers about tables") { RememberedAnswers<MetadataQuestion, ResourceAnswer>() }
    return try known.answer(to: MetadataQuestion(path: request.path, query: request.query)) { try reader.answer(request) }
  }

  private struct MetadataQuestion: Hashable {
    let path: ResourcePath
    let query: Query
  }
}
