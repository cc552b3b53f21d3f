import OData
import PlantedBugs

/// Writes the JSON a row is sent as.
struct RowBody {
  let plan: TaskPlan

  /// A lookup of one row, resolved.
  typealias Link = (navigation: String, set: String, id: GUID)

  /// What is sent to a row that is there: everything but the key. Blanks are sent only for columns that were filled when the row was
  /// last written, so that clearing a field at the source clears it at the destination, and nothing else does.
  func update(_ row: WritableRow) -> [UInt8] {
    body(row, filledBefore: row.filledBefore, isCreate: false, setsOwner: !row.isKnown) { _ in true }
  }

  /// What is sent to make a row. Finance and operations fills what is absent with its own defaults, and takes an explicit blank for a
  /// wish to have none (client advice, S10); so blanks are left out, and the key goes in.
  func create(_ row: WritableRow) -> [UInt8] {
    body(row, filledBefore: .none, isCreate: true, setsOwner: true) { _ in true }
  }

  /// What is sent to a row that was just made: the columns that only an update takes.
  func completion(_ row: WritableRow) -> [UInt8] {
    body(row, filledBefore: .none, isCreate: false, setsOwner: false, where: \.isUpdateOnly)
  }

  /// Whether the row has a value for any column that only an update takes.
  func takesCompletion(_ row: WritableRow) -> Bool {
    plan.hasUpdateOnlyColumns && plan.columns.indices.contains { plan.columns[$0].isUpdateOnly && !row.row.values[$0].isNull }
  }

  private func body(
    _ writable: WritableRow, filledBefore: FilledColumns, isCreate: Bool, setsOwner: Bool, where isSent: (ColumnPlan) -> Bool
  ) -> [UInt8] {
    let row = writable.row
    let links = writable.links
    var writer = JSONWriter(reservingCapacity: 1024)
    writer.beginObject()
    if isCreate {
      for (part, value) in zip(plan.key, row.keyValues) {
        writer.name(part.property.name)
        writer.write(value)
      }
    }
    // An upsert does not tell beforehand whether it makes a row: who owns it is said at the first write, and never again.
    if setsOwner, let owner = plan.owner {
      writer.name("ownerid@odata.bind")
      writer.write("/teams(\(owner))")
    }
    for (index, column) in plan.columns.enumerated() where !column.isKeyPart && isSent(column) {
      let value = row.values[index]
      if value.isNull, !filledBefore.contains(index) || PlantedBug.blankNotSent.isOn { continue }
      if PlantedBug.numberNotUpdated.isOn, !isCreate, case .decimal = value { continue }
      switch column.target {
      case .property(let property, _): write(value, property, to: &writer)
      case .lookup(let lookup): write(links[links.startIndex + lookup], plan.lookups[lookup], to: &writer)
      }
    }
    writer.endObject()
    return writer.bytes
  }

  private func write(_ value: Value, _ property: Property, to writer: inout JSONWriter) {
    if value.isNull {
      switch plan.destination.dialect {
      case .dataverse:
        guard property.isNullable else { return }
        writer.name(property.name)
        writer.writeNull()
      case .financeAndOperations: writeBlank(property, to: &writer)
      }
      return
    }
    writer.name(property.name)
    writer.write(value)
  }

  /// There is no null at finance and operations: unset values are empty text, zero, and a certain date (sourced: S23).
  private func writeBlank(_ property: Property, to writer: inout JSONWriter) {
    switch property.type {
    case .string:
      writer.name(property.name)
      writer.write("")
    case .int32, .int64, .decimal, .double:
      writer.name(property.name)
      writer.write(ExactDecimal.zero)
    case .dateTimeOffset:
      writer.name(property.name)
      writer.write("1900-01-01T12:00:00Z")
    // No member stands for "none" in every enumeration, so nothing is said.
    case .boolean, .guid, .date, .binary, .enumeration: break
    }
  }

  private func write(_ link: Link?, _ lookup: LookupPlan, to writer: inout JSONWriter) {
    guard let link else {
      // Clearing a lookup that may point at several tables would need all its names at once; it is left as it is.
      guard lookup.targets.count == 1, let target = lookup.targets.first else { return }
      writer.name("\(target.navigation)@odata.bind")
      writer.writeNull()
      return
    }
    writer.name("\(link.navigation)@odata.bind")
    writer.write("/\(link.set)(\(link.id))")
  }
}
