import OData

/// Picks the slots of a plan out of JSON rows.
///
/// Rows of one answer have their members in the same order, so the place where a member stood in the last row is tried first: a look-up
/// is then one comparison.
struct SourceRowReader {
  private let slots: [SourceSlot]
  private var hints: [Int]

  init(slots: [SourceSlot]) {
    self.slots = slots
    hints = [Int](repeating: 0, count: slots.count)
  }

  mutating func values(of row: JSONObject) -> [JSON] {
    var values: [JSON] = []
    values.reserveCapacity(slots.count)
    for index in slots.indices {
      switch slots[index] {
      case .column(let name): values.append(member(name, of: row, hint: index))
      case .related(let navigation, let column): values.append(member(navigation, of: row, hint: index)[column] ?? .null)
      case .computed: values.append(.null)
      case .firstOf(let steps):
        var found = JSON.null
        for step in steps {
          if let value = row[step.navigation]?[step.column], !value.isNull, value.stringValue?.isBlank != true {
            found = value
            break
          }
        }
        values.append(found)
      }
    }
    return values
  }

  private mutating func member(_ name: String, of row: JSONObject, hint index: Int) -> JSON {
    let members = row.members
    let hint = hints[index]
    if hint < members.count, members[hint].name == name { return members[hint].value }
    guard let found = members.firstIndex(where: { $0.name == name }) else { return .null }
    hints[index] = found
    return members[found].value
  }
}
