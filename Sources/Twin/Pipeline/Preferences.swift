import OData

/// The `Prefer` header, as far as the twins honour it (sales-web-api.md 5.3).
struct Preferences {
  enum Return { case representation, minimal }

  var returns: Return?
  var maxPageSize: Int?
  var continueOnError = false
  /// Annotations are asked for; which is not looked at, none are written.
  var includesAnnotations = false

  init(_ headers: HTTPHeaders) {
    for field in headers.values("Prefer") {
      for part in field.split(separator: ",") {
        let text = String(part).trimmingBlanks()
        switch text.lowercased() {
        case "return=representation": returns = .representation
        case "return=minimal": returns = .minimal
        case "odata.continue-on-error", "continue-on-error", "odata.continue-on-error=true": continueOnError = true
        case let size where size.hasPrefix("odata.maxpagesize=") || size.hasPrefix("maxpagesize="):
          maxPageSize = size.split(separator: "=").last.flatMap { Int($0.filter { $0 != "\"" }) }.flatMap { $0 > 0 ? $0 : nil }
        case let annotations where annotations.hasPrefix("odata.include-annotations="): includesAnnotations = true
        default: break
        }
      }
    }
  }
}
