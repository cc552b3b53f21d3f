import OData
import Twin

/// What faults share that let the schema of an entity drift: metadata tells of it, and requests that do not know of it are refused.
extension FaultStrike {
  /// The table and the name of its type in metadata.
  /// - Throws: `FaultTrouble` for an entity the system has not got.
  func drifting() throws -> (table: TableDefinition, edit: MetadataEdit) {
    let entity = scene.aim.entity ?? ""
    guard let table = table(of: entity), let type = service.product.model.edm.entityType(ofSet: table.entitySet) else {
      throw FaultTrouble("'\(scene.rule.fault.name)': \(service.product.name) has no entity \(entity)")
    }
    return (table, MetadataEdit(type: type.name))
  }

  /// Lets the request for metadata pass and edits the document.
  func editingMetadata(_ proceed: (HTTPRequest) -> TwinAnswer, _ edit: (String) -> String) -> TwinAnswer {
    var answer = proceed(request)
    guard case .response(var response) = answer.outcome, response.status == 200 else { return answer }
    response.body = Array(edit(response.text).utf8)
    answer.outcome = .response(response)
    return answer
  }

  /// Whether a request names a column in its address, or in its body.
  static func names(_ column: String, _ request: HTTPRequest) -> (inAddress: Bool, inBody: Bool) {
    (
      hasWord(column, PercentEncoding.decode(request.target) ?? request.target),
      hasWord("\"\(column)\"", String(decoding: request.body, as: UTF8.self))
    )
  }

  private static func hasWord(_ word: String, _ text: String) -> Bool {
    text.ranges(of: word).contains { range in
      func isPart(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false }
      let before = range.lowerBound == text.startIndex ? nil : text[text.index(before: range.lowerBound)]
      let after = range.upperBound == text.endIndex ? nil : text[range.upperBound]
      return !isPart(before) && !isPart(after)
    }
  }
}
