import OData

/// The `Prefer` header, as far as the twins honour it (sales-web-api.md 5.3). What is not known is ignored, as RFC 7240 asks;
/// `respond-async` is one of those, since only background operations of custom APIs take it [inferred].
struct Preferences {
  enum Return { case representation, minimal }

  var returns: Return?
  var maxPageSize: Int?
  var continueOnError = false
  /// A delta link is asked for.
  var tracksChanges = false
  var annotations = AnnotationFilter.none
  /// Annotations are asked for, be it none of those the answer has.
  var includesAnnotations = false

  init(_ headers: HTTPHeaders) {
    for field in headers.fields where field.name.equalsIgnoringASCIICase("Prefer") {
      // What engines ask with every write needs no reading.
      if let asked = Self.plain[field.value] {
        returns = asked
        continue
      }
      for part in Self.parts(of: field.value) {
        let equals = part.firstIndex(of: "=")
        let name = (equals.map { part[..<$0] } ?? part[...]).lowercased().trimmingBlanks()
        let value = equals.map { String(part[part.index(after: $0)...].filter { $0 != "\"" }).trimmingBlanks() } ?? ""
        switch name {
        case "return":
          if value.equalsIgnoringASCIICase("representation") { returns = .representation }
          if value.equalsIgnoringASCIICase("minimal") { returns = .minimal }
        case "odata.continue-on-error", "continue-on-error": continueOnError = !value.equalsIgnoringASCIICase("false")
        case "odata.maxpagesize", "maxpagesize": maxPageSize = Int(value).flatMap { $0 > 0 ? $0 : nil }
        case "odata.track-changes", "track-changes": tracksChanges = true
        case "odata.include-annotations", "include-annotations":
          includesAnnotations = true
          annotations = AnnotationFilter(value)
        default: break
        }
      }
    }
  }

  private static let plain: [String: Return] = ["return=minimal": .minimal, "return=representation": .representation]

  /// Between commas, but for those inside quotation marks.
  private static func parts(of field: String) -> [String] {
    var parts: [String] = []
    var part = ""
    var isQuoted = false
    for character in field {
      if character == "\"" { isQuoted.toggle() }
      if character == ",", !isQuoted {
        parts.append(part.trimmingBlanks())
        part = ""
      } else {
        part.append(character)
      }
    }
    parts.append(part.trimmingBlanks())
    return parts
  }
}
