import FoundationEssentials

/// The commit of the sources around the current folder, for the files of findings.
enum SourceRevision {
  /// Empty where there is no repository.
  static var current: String {
    let files = FileManager.default
    var folder = files.currentDirectoryPath
    while !folder.isEmpty, folder != "/" {
      let entry = "\(folder)/.git"
      if let head = text("\(entry)/HEAD") { return commit(head, entry) }
      // A second working tree has a file that says where its repository is.
      if let pointer = text(entry), pointer.hasPrefix("gitdir: "), let head = text("\(pointer.dropFirst(8))/HEAD") {
        let repository = String(pointer.dropFirst(8))
        return commit(head, text("\(repository)/commondir").map { $0.hasPrefix("/") ? $0 : "\(repository)/\($0)" } ?? repository)
      }
      folder = String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)])
    }
    return ""
  }

  private static func commit(_ head: String, _ repository: String) -> String {
    guard head.hasPrefix("ref: ") else { return head }
    let name = head.dropFirst(5)
    if let commit = text("\(repository)/\(name)") { return commit }
    let packed = text("\(repository)/packed-refs")?.split(separator: "\n").first { $0.hasSuffix(" \(name)") }
    return packed.flatMap { $0.split(separator: " ").first.map(String.init) } ?? ""
  }

  private static func text(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path), !data.isEmpty else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
