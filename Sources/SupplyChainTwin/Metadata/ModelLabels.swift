import OData
import Twin

/// The labels of what is in the model: known ids where there are any, texts from the model files, names as words otherwise.
struct ModelLabels: Sendable {
  let file: LabelFile
  let business: BusinessModel

  func label(of table: TableDefinition) -> LabelFile.Label { file.label(of: table.name, text: business.label(of: table.name)) }

  func label(of column: ColumnDefinition, _ table: TableDefinition) -> LabelFile.Label {
    file.label(of: column.name, in: table.name, text: column.label)
  }

  func label(of type: EnumType) -> LabelFile.Label { file.label(of: type.name) }

  func label(of member: EnumType.Member, _ type: EnumType) -> LabelFile.Label {
    file.label(of: member.name, in: type.name)
  }
}
