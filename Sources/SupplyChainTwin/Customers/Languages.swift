/// Language ids: `en-us`, `de`, `zh-hans` (form inferred; the product keeps a list).
enum Languages {
  static func isTag(_ text: String) -> Bool {
    // By bytes: to count characters takes longer than all the rest.
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard let first = parts.first, (2...3).contains(first.count), parts.count <= 2 else { return false }
    return parts.allSatisfy { part in
      (2...4).contains(part.count) && part.allSatisfy { byte in (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
    }
  }
}
