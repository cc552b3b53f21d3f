import OData

/// The way to a value in a JSON body, its steps separated by slashes because names of annotations have dots:
/// `error/code`, `value/0/@odata.etag`. `#` is the number of elements of a list; the empty path is the body itself.
struct MemberPath {
  private let steps: [Substring]

  init(_ text: String) { steps = text.split(separator: "/") }

  /// - Returns: `nil` where it leads nowhere.
  func value(in body: JSON) -> JSON? {
    var value = body
    for step in steps {
      let next: JSON?
      switch value {
      case .object(let object): next = object[String(step)]
      case .array(let elements):
        if step == "#" {
          next = .number(ExactDecimal(elements.count))
        } else {
          next = Int(step).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
        }
      default: next = nil
      }
      guard let next else { return nil }
      value = next
    }
    return value
  }
}
