/// Label ids that are known from public sources, from `labels.csv`. What has none there gets an id of the twin's own.
struct LabelFile: Sendable {
  struct Label: Hashable, Sendable {
    /// `@SYS13342`, or `@P2C:CustomerV2_CustomerAccount` for the twin's own (proposed).
    let id: String
    /// As a file has it; where none does, the text is `name` in words, which is worked out for who reads it: most ask for the id alone.
    private let given: String?
    private let name: String

    init(id: String, text: String?, name: String = "") {
      self.id = id
      given = text
      self.name = name
    }

    var text: String { given ?? name.inWords }
  }

  private let known: [String: Label]

  /// - Throws: `SupplyChainModelError` for a file that is missing or malformed.
  init(directory: String) throws {
    known = Dictionary(
      try BusinessModel.lines(directory, "labels.csv", ["element", "id", "text"]).map { ($0[0], Label(id: $0[1], text: $0[2])) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The label of a table or an enumeration.
  func label(of element: String, text: String? = nil) -> Label {
    known[element] ?? Label(id: "@P2C:\(element)", text: text, name: element)
  }

  /// The label of a column or of an enumeration's member.
  func label(of part: String, in element: String, text: String? = nil) -> Label {
    known["\(element).\(part)"] ?? known["*.\(part)"] ?? Label(id: "@P2C:\(element)_\(part)", text: text, name: part)
  }
}
