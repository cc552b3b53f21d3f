import OData

/// Changes in the text of a `$metadata` document, as a change of the schema would show in it.
struct MetadataEdit {
  /// Unqualified name of the entity type.
  let type: String

  /// - Returns: the document without a property.
  func removing(_ property: String, from text: String) -> String {
    guard let range = element(property, in: text) else { return text }
    return String(text[..<range.lowerBound] + text[range.upperBound...])
  }

  /// - Returns: the document with one more text.
  func adding(_ property: String, isRequired: Bool, to text: String) -> String {
    guard let body = body(in: text) else { return text }
    // Behind the last property: navigation properties follow.
    let place = lastProperty(in: text[body])?.upperBound ?? body.lowerBound
    let line = "<Property Name=\"\(property)\" Type=\"Edm.String\" Nullable=\"\(isRequired ? "false" : "true")\" MaxLength=\"100\"/>"
    return String(text[..<place]) + line + String(text[place...])
  }

  /// - Parameter edmType: `Edm.Int32`.
  /// - Returns: the document with another type of a property.
  func retyping(_ property: String, to edmType: String, in text: String) -> String {
    guard let range = element(property, in: text) else { return text }
    let line = "<Property Name=\"\(property)\" Type=\"\(edmType)\"/>"
    return String(text[..<range.lowerBound]) + line + String(text[range.upperBound...])
  }

  /// Where the inside of the entity type stands.
  private func body(in text: String) -> Range<String.Index>? {
    guard let start = text.firstRange(of: "<EntityType Name=\"\(type)\""),
      let end = text[start.upperBound...].firstRange(of: "</EntityType>"),
      let open = text[start.upperBound..<end.lowerBound].firstIndex(of: ">")
    else { return nil }
    return text.index(after: open)..<end.lowerBound
  }

  private func element(_ property: String, in text: String) -> Range<String.Index>? {
    guard let body = body(in: text), let start = text[body].firstRange(of: "<Property Name=\"\(property)\"") else { return nil }
    return whole(from: start.lowerBound, in: text[body])
  }

  private func lastProperty(in text: Substring) -> Range<String.Index>? {
    guard let start = text.ranges(of: "<Property Name=").last else { return nil }
    return whole(from: start.lowerBound, in: text)
  }

  /// An element that closes itself, or has a closing tag.
  private func whole(from start: String.Index, in text: Substring) -> Range<String.Index>? {
    guard let end = text[start...].firstIndex(of: ">") else { return nil }
    if text[..<end].hasSuffix("/") { return start..<text.index(after: end) }
    return text[end...].firstRange(of: "</Property>").map { start..<$0.upperBound }
  }
}
