import OData

extension ServiceModel {
  /// The same model with what a real environment's metadata has beyond it: extra columns, lookups and keys of built-in tables,
  /// and extra tables with generic behaviour. What is built in stays as it is.
  ///
  /// Tables that come new are made in a store when they are first used: an environment has thousands, a test touches a few.
  /// - Returns: the model, and what was taken over and what was not.
  public func adding(_ metadata: OwnMetadata, rules: MetadataRules) -> (model: ServiceModel, report: MetadataReport) {
    let adoption = MetadataAdoption(self, metadata.model, rules)
    let own = adoption.tables.dropFirst(tables.count)
    var indexes = indexes
    // Collections are read by the lookups they lead back over.
    for table in own { indexes[table.name] = table.lookups.filter { !$0.partners.joined().isEmpty }.map { [$0.column] } }
    for reference in adoption.references where reference.partner != nil { indexes[reference.table, default: []].append(reference.columns) }
    let model = ServiceModel(
      namespace: namespace, alias: alias, tables: adoption.tables, references: references + adoption.references,
      manyToMany: manyToMany, enums: adoption.enums,
      operations: operations, indexes: indexes, types: types, capabilities: capabilities,
      unknownOperations: adoption.operations, ownTables: Set(own.map(\.name)))
    return (model, adoption.report)
  }
}
