public import OData
import Twin

extension SalesTwin {
  /// What `$metadata` says beyond the shape of things, to clients that ask: names for people, what the server computes, what can only be
  /// read, tables whose changes can be followed [sourced: W:web-api-service-documents, W:web-api-properties,
  /// D:use-change-tracking-synchronize-data-external-systems].
  public func annotations(of element: CSDL.Element) -> [CSDL.Annotation] {
    switch element {
    case .entityType(let type):
      guard let table = model.table(type.name) else { return [] }
      return [
        CSDL.Annotation("Org.OData.Core.V1.Description", .string(MetadataLabels.words(table.name))),
        CSDL.Annotation("Org.OData.Capabilities.V1.ChangeTracking", .record([CSDL.Annotation.Member("Supported", true)])),
      ]
    case .property(let property, let type):
      var all = CSDL.standardAnnotations(of: element)
      guard let table = model.table(type.name), let column = table.column(property.name) else { return all }
      if let label = column.label { all.insert(CSDL.Annotation("Org.OData.Core.V1.Description", .string(label)), at: 0) }
      if !column.canCreate, !column.canUpdate {
        all.append(CSDL.Annotation("Org.OData.Core.V1.Permissions", .enumMember("Org.OData.Core.V1.PermissionType/Read")))
      }
      return all
    case .enumMember: return []
    }
  }
}
