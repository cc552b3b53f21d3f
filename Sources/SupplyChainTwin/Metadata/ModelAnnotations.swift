import OData
import Twin

/// What `$metadata` of finance and operations says beyond the shape of things: labels, types of the application, what may
/// be written (terms inferred: S35).
struct ModelAnnotations {
  let model: ServiceModel
  let labels: ModelLabels

  private static let vocabulary = "Microsoft.Dynamics.OData.Core.V1"

  func annotations(of element: CSDL.Element) -> [CSDL.Annotation] {
    switch element {
    case .entityType(let type):
      guard let table = model.table(type.name) else { return [] }
      let label = annotation("LabelId", .string(labels.label(of: table).id))
      return table.isReadOnly ? [label, annotation("IsReadOnly", .bool(true))] : [label]
    case .property(let property, let type):
      guard let table = model.table(type.name), let column = table.column(property.name) else {
        return CSDL.standardAnnotations(of: element)
      }
      return annotations(of: column, table)
    case .enumMember(let member, let type): return [annotation("LabelId", .string(labels.label(of: member, type).id))]
    }
  }

  private func annotations(of column: ColumnDefinition, _ table: TableDefinition) -> [CSDL.Annotation] {
    var all = [
      annotation("AXType", .enumMember("\(Self.vocabulary).AXType/\(column.applicationType)")),
      annotation("LabelId", .string(labels.label(of: column, table).id)),
    ]
    if !column.canUpdate { all.append(annotation("AllowEdit", .bool(false))) }
    if !column.canCreate { all.append(annotation("AllowEditOnCreate", .bool(false))) }
    return all
  }

  private func annotation(_ term: String, _ value: CSDL.Annotation.Value) -> CSDL.Annotation {
    CSDL.Annotation("\(Self.vocabulary).\(term)", value)
  }
}
