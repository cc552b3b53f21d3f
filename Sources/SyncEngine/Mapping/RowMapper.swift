import OData
import PlantedBugs

/// A row on its way: mapped, lookups still as business values.
struct MappedRow {
  /// Key values of the source row, joined by commas.
  let sourceKey: String
  let version: Int64
  /// One per column of the plan; a lookup's is the text to look up.
  var values: [Value]
  /// Values of the destination's key; empty where one is blank or cannot be converted.
  var keyValues: [Value]
  var destinationKey: String
  /// Why the row cannot be written, if that is known already.
  var failure: String?
}

/// Turns source rows into mapped rows.
struct RowMapper {
  private let plan: TaskPlan
  private var reader: SourceRowReader
  /// Values of columns without a source, made once.
  private let constants: [Result<Value, MappingFailure>?]

  init(_ plan: TaskPlan) {
    self.plan = plan
    reader = SourceRowReader(slots: plan.slots)
    constants = plan.columns.map { column in column.slot == nil ? RowMapper.value(of: .null, column) : nil }
  }

  mutating func map(_ row: JSONObject) -> MappedRow {
    var slots = reader.values(of: row)
    let tooLong = plan.query?.apply(to: &slots)
    var values: [Value] = []
    values.reserveCapacity(plan.columns.count)
    var failure = tooLong
    var hasBlankKey = false
    var hasUnreadableKey = false
    for index in plan.columns.indices {
      let result: Result<Value, MappingFailure>
      if let slot = plan.columns[index].slot {
        result = Self.value(of: slots[slot], plan.columns[index])
      } else {
        result = constants[index] ?? .success(.null)
      }
      switch result {
      case .success(let value):
        values.append(value)
        if plan.columns[index].isKey, value.isNull { hasBlankKey = true }
      case .failure(let problem):
        values.append(.null)
        failure = failure ?? problem.message
        if plan.columns[index].isKeyPart { hasUnreadableKey = true }
      }
    }
    let keyValues = hasBlankKey || hasUnreadableKey ? [] : plan.key.map { part in key(part, values) }
    return MappedRow(
      sourceKey: Self.joined(slots[..<plan.sourceKeyCount]), version: version(slots), values: values, keyValues: keyValues,
      destinationKey: keyValues.map(\.description).joined(separator: ","), failure: hasBlankKey ? nil : failure)
  }

  private func key(_ part: TaskPlan.KeyPart, _ values: [Value]) -> Value {
    switch part.value {
    case .legalEntity: PlantedBug.wrongCompanyWritten.isOn ? "demf" : .string(plan.legalEntity)
    case .column(let index): values[index]
    }
  }

  private func version(_ slots: [JSON]) -> Int64 { plan.versionSlot.flatMap { slots[$0].numberValue?.exactInt64 } ?? 0 }

  private static func joined(_ parts: ArraySlice<JSON>) -> String {
    if parts.count == 1, let text = parts.first?.stringValue { return text }
    return parts.map { ValueConversion.text(of: $0) }.joined(separator: ",")
  }

  private static func value(of source: JSON, _ column: ColumnPlan) -> Result<Value, MappingFailure> {
    var value = source
    if !column.transforms.isEmpty {
      var text = ValueConversion.isBlank(source) ? "" : ValueConversion.text(of: source)
      for transform in column.transforms { text = transform.applied(to: text, maxLength: column.maxLength) }
      value = .string(text)
    }
    switch column.target {
    case .lookup: return .success(ValueConversion.isBlank(value) ? .null : .string(ValueConversion.text(of: value)))
    case .property(let property, let enumType):
      if let converted = ValueConversion.convert(value, to: property.type, enumType: enumType) { return .success(converted) }
      let wanted = enumType.map { "member of \($0.name)" } ?? property.type.qualifiedName(in: "")
      return .failure(
        MappingFailure(
          message: "Cannot convert the value '\(ValueConversion.text(of: value))' of \(column.sourceLabel) for the field \(column.label): "
            + "it is no \(wanted). Correct the value or add it to the value map."))
    }
  }
}

/// Why a value cannot be mapped.
struct MappingFailure: Error {
  let message: String
}
