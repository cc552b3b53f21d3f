import OData
import Twin

/// What `$metadata` of finance and operations says beyond the shape of things: labels, types of the application, what may
/// be written (terms inferred: S35).
struct ModelAnnotations {
  let model: ServiceModel
  let labels: ModelLabels

  private static let vocabulary = "Microsoft.Dynamics.OData.Core.V1"

  /// Written out once: a document holds thousands.
  private enum Term {
    static let labelId = "\(vocabulary).LabelId"
    static let isReadOnly = "\(vocabulary).IsReadOnly"
    static let axType = "\(vocabulary).AXType"
    static let allowEdit = "\(vocabulary).AllowEdit"
    static let allowEditOnCreate = "\(vocabulary).AllowEditOnCreate"
  }

  func annotations(of element: CSDL.Element) -> [CSDL.Annotation] {
    switch element {
    case .entityType(let type):
      guard let table = model.table(type.name) else { return [] }
      let label = CSDL.Annotation(Term.labelId, .string(labels.label(of: table).id))
      return table.isReadOnly ? [label, CSDL.Annotation(Term.isReadOnly, .bool(true))] : [label]
    case .property(let property, let type):
      guard let table = model.table(type.name), let column = table.column(property.name) else {
        return CSDL.standardAnnotations(of: element)
      }
      return annotations(of: column, table)
    case .enumMember(let member, let type): return [CSDL.Annotation(Term.labelId, .string(labels.label(of: member, type).id))]
    }
  }

  private func annotations(of column: ColumnDefinition, _ table: TableDefinition) -> [CSDL.Annotation] {
    var all = [
      CSDL.Annotation(Term.axType, .enumMember("\(Self.vocabulary).AXType/\(column.applicationType)")),
      CSDL.Annotation(Term.labelId, .string(labels.label(of: column, table).id)),
    ]
    if !column.canUpdate { all.append(CSDL.Annotation(Term.allowEdit, .bool(false))) }
    if !column.canCreate { all.append(CSDL.Annotation(Term.allowEditOnCreate, .bool(false))) }
    return all
  }
}
