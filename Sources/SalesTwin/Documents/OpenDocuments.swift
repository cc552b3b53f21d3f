import OData

/// Documents under change whose totals are put off: each of their lines changes them, and only the last one's totals count.
struct OpenDocuments {
  private var documents: [(document: Document, isPriced: Bool)] = []

  /// The document as its lines left it so far; to be handed back by `put`.
  mutating func take(_ kind: DocumentKind, _ id: GUID) -> (document: Document, isPriced: Bool)? {
    guard let index = documents.firstIndex(where: { $0.document.kind == kind && $0.document.id == id }) else { return nil }
    return documents.remove(at: index)
  }

  /// - Parameter isPriced: whether a line wants the document's totals to follow.
  mutating func put(_ document: Document, isPriced: Bool) { documents.append((document, isPriced)) }

  /// Settles and writes all of them.
  func finish() throws {
    for (document, isPriced) in documents {
      var document = document
      try document.finish(isPriced: isPriced)
    }
  }
}
