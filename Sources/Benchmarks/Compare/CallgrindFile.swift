/// A file that callgrind has written when the program asked for it.
public enum CallgrindFile {
  /// - Returns: the name the program gave, and the instructions; `nil` for a file of another occasion.
  public static func read(_ text: String) -> (name: String, instructions: Double)? {
    var name: Substring?
    var total: Double?
    for line in text.split(separator: "\n") {
      if let rest = line.after("desc: Trigger: Client Request: ") { name = rest }
      // The summary stays at 0 in what is written in between.
      if let rest = line.after("totals: ") { total = Double(rest.prefix { $0.isNumber }) }
    }
    guard let name, let total else { return nil }
    return (String(name), total)
  }
}

extension Substring {
  fileprivate func after(_ prefix: String) -> Substring? { hasPrefix(prefix) ? dropFirst(prefix.count) : nil }
}
