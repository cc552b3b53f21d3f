public import OData

/// What the model says of single values, however they came in: lengths, ranges, choices, members.
public struct ValueCheck {
  private let product: any Product
  private let storesEmptyTextAsNull: Bool

  /// - Parameter storesEmptyTextAsNull: as the rules of the service say.
  public init(product: any Product, storesEmptyTextAsNull: Bool) {
    self.product = product
    self.storesEmptyTextAsNull = storesEmptyTextAsNull
  }

  private var errors: any ErrorCatalog { product.errors }

  /// - Returns: the value as it is to be stored.
  /// - Throws: the product's refusal.
  public func checked(_ value: Value, column: ColumnDefinition, table: TableDefinition) throws -> Value {
    switch value {
    case .string(let text):
      if case .enumeration(let name) = column.type {
        guard product.model.edm.enumType(name)?.value(of: text) != nil else {
          throw errors.unknownChoice(column: column, table: table, value: value)
        }
        return value
      }
      if text.isEmpty, storesEmptyTextAsNull {
        if column.isRequired { throw errors.requiredMissing(column: column.name, table: table) }
        return .null
      }
      if let limit = column.maxLength, text.utf16.count > limit { throw errors.textTooLong(column: column, table: table) }
    case .int(let number):
      if !column.choices.isEmpty, !column.choices.contains(where: { $0.value == number }) {
        throw errors.unknownChoice(column: column, table: table, value: value)
      }
      try checkRange(ExactDecimal(number), column: column, table: table)
      if column.type == .int32, Int32(exactly: number) == nil { throw errors.outOfRange(column: column, table: table) }
    case .decimal(let number): try checkRange(number, column: column, table: table)
    default: break
    }
    return value
  }

  private func checkRange(_ number: ExactDecimal, column: ColumnDefinition, table: TableDefinition) throws {
    if let minimum = column.minimum, number < minimum { throw errors.outOfRange(column: column, table: table) }
    if let maximum = column.maximum, number > maximum { throw errors.outOfRange(column: column, table: table) }
  }
}

extension ExactDecimal {
  /// With no more decimals than a column keeps.
  public func rounded(toAtMost scale: Int) -> ExactDecimal { self.scale > scale ? rounded(to: scale) : self }
}
