/// Which annotations a client wants: the value of `odata.include-annotations` (OData 4.0 part 1, 8.2.8.4).
///
/// `*` stands for all, `Namespace.*` for those of a namespace; a minus in front leaves out. The longest pattern decides, and
/// of two of the same length the one that leaves out.
struct AnnotationFilter: Hashable, Sendable {
  static let none = AnnotationFilter("")

  /// As the client wrote it.
  let text: String
  private let patterns: [Pattern]

  private struct Pattern: Hashable, Sendable {
    let prefix: String
    let isWhole: Bool
    let isExcluded: Bool
  }

  init(_ list: String) {
    text = list
    patterns = list.split(separator: ",").map { item in
      var text = String(item).trimmingBlanks()
      let isExcluded = text.hasPrefix("-")
      if isExcluded { text.removeFirst() }
      if text.hasPrefix("@") { text.removeFirst() }
      let isWhole = !text.hasSuffix("*")
      return Pattern(prefix: isWhole ? text : String(text.dropLast()), isWhole: isWhole, isExcluded: isExcluded)
    }
  }

  var isEmpty: Bool { patterns.isEmpty }

  func includes(_ term: String) -> Bool {
    var best: Pattern?
    for pattern in patterns where pattern.isWhole ? term == pattern.prefix : term.hasPrefix(pattern.prefix) {
      if let known = best {
        let (new, old) = (pattern.prefix.utf8.count, known.prefix.utf8.count)
        guard new > old || (new == old && pattern.isExcluded) else { continue }
      }
      best = pattern
    }
    return best.map { !$0.isExcluded } ?? false
  }
}

/// The annotations the twins write (sales-web-api.md 5.6).
enum Annotation {
  static let formattedValue = "OData.Community.Display.V1.FormattedValue"
  static let lookupLogicalName = "Microsoft.Dynamics.CRM.lookuplogicalname"
  static let associatedNavigation = "Microsoft.Dynamics.CRM.associatednavigationproperty"
  static let totalRecordCount = "Microsoft.Dynamics.CRM.totalrecordcount"
  static let totalRecordCountLimitExceeded = "Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded"
  static let fetchPagingCookie = "Microsoft.Dynamics.CRM.fetchxmlpagingcookie"
  static let moreRecords = "Microsoft.Dynamics.CRM.morerecords"
  static let globalMetadataVersion = "Microsoft.Dynamics.CRM.globalmetadataversion"
}
