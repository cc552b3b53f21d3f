import OData

/// What a step kept under a name: a value, and where it came from when it is a record.
struct Captured: Sendable {
  var json: JSON
  var record: RecordReference?

  init(_ json: JSON, record: RecordReference? = nil) {
    self.json = json
    self.record = record
  }
}

/// The address of one record: enough to read it again, to change it, or to point a lookup at it.
struct RecordReference: Hashable, Sendable {
  let system: SystemName
  let entitySet: String
  /// The key as it stands in a URL, decoded: `(1c5e…)`, `(dataAreaId='usmf',SalesOrderNumber='SO-1')`.
  let predicate: String
}

/// The names an expression may use.
protocol Names {
  func captured(_ name: String) -> Captured?
  /// Every name there is, for suggestions.
  var all: [String] { get }
}
