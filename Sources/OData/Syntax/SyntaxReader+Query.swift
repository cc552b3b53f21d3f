/// The query options that OData itself defines.
enum SystemOption: String, CaseIterable {
  case select = "$select"
  case filter = "$filter"
  case orderBy = "$orderby"
  case expand = "$expand"
  case top = "$top"
  case skip = "$skip"
  case count = "$count"
  case skipToken = "$skiptoken"
  case deltaToken = "$deltatoken"
  case search = "$search"
  case apply = "$apply"
  case compute = "$compute"
  case format = "$format"
  case id = "$id"
  case index = "$index"
  case schemaVersion = "$schemaversion"
  case levels = "$levels"

  static let topLevel = allCases.filter { $0 != .levels }
  static let nested: [SystemOption] = [.select, .filter, .orderBy, .expand, .top, .skip, .count, .search, .apply, .compute, .levels]
}

extension SyntaxReader {
  /// The value of one option. Nested ones end at `;` or `)`, the others fill the text.
  /// - Returns: the text of `$levels`, which belongs to the item and not to its query.
  mutating func systemOption(_ option: SystemOption, into query: inout Query, isNested: Bool) throws(ODataSyntaxError) -> String? {
    switch option {
    case .search, .apply, .compute, .format, .id, .index, .schemaVersion:
      let text = isNested ? try nestedText() : rest()
      if text.isEmpty { throw unexpected(expected: ["value of \(option.rawValue)"]) }
      query.unevaluated.append(Query.Option(name: option.rawValue, value: text))
      return nil
    case .skipToken:
      query.skipToken = rest()
      return nil
    case .deltaToken:
      query.deltaToken = rest()
      return nil
    default: break
    }
    skipSpace()
    var levels: String?
    switch option {
    case .select: query.select = try selectItems()
    case .filter: query.filter = try expression()
    case .orderBy: query.orderBy = try orderItems()
    case .expand: query.expand = try expandItems()
    case .top: query.top = try wholeNumber()
    case .skip: query.skip = try wholeNumber()
    case .count: query.count = try boolean()
    default: levels = try levelCount()
    }
    skipSpace()
    if !isNested, !isAtEnd { throw unexpected(expected: option == .filter ? ["end"] + InfixOperator.words : ["end"]) }
    return levels
  }

  private mutating func wholeNumber() throws(ODataSyntaxError) -> Int {
    let start = position
    while Self.isDigit(peek()) { position += 1 }
    guard position > start else { throw unexpected(expected: ["whole number"]) }
    guard let number = Int(text(start..<position)) else { throw error("the number is too large", at: start) }
    return number
  }

  private mutating func boolean() throws(ODataSyntaxError) -> Bool {
    let start = position
    if Self.startsName(peek()) {
      switch try simpleName() {
      case "true": return true
      case "false": return false
      default: position = start
      }
    }
    throw unexpected(expected: ["true", "false"])
  }

  private mutating func levelCount() throws(ODataSyntaxError) -> String {
    if Self.isDigit(peek()) {
      let number = try wholeNumber()
      if number > 0 { return String(number) }
    } else if position + 3 <= bytes.count, text(position..<position + 3) == "max" {
      position += 3
      return "max"
    }
    throw error("$levels needs a count", expected: ["number from 1", "max"])
  }

  private mutating func selectItems() throws(ODataSyntaxError) -> [String] {
    var items: [String] = []
    repeat {
      skipSpace()
      items.append(try selectItem())
      skipSpace()
    } while skip(UInt8(ascii: ","))
    return items
  }

  /// `name`, `a/b`, `*`, `Name.Space.*`
  private mutating func selectItem() throws(ODataSyntaxError) -> String {
    if skip(UInt8(ascii: "*")) { return "*" }
    var item = ""
    repeat {
      if !item.isEmpty { item += "/" }
      item += try qualifiedName()
      if peek() == UInt8(ascii: "."), peek(1) == UInt8(ascii: "*") {
        position += 2
        return item + ".*"
      }
    } while skip(UInt8(ascii: "/"))
    return item
  }

  private mutating func orderItems() throws(ODataSyntaxError) -> [OrderItem] {
    var items: [OrderItem] = []
    repeat {
      skipSpace()
      let key = try expression()
      let end = position
      skipSpace()
      var descending = false
      if position > end, Self.startsName(peek()) {
        let start = position
        switch try simpleName() {
        case "asc": break
        case "desc": descending = true
        default: throw error("unexpected '\(text(start..<position))'", at: start, expected: ["asc", "desc", "','", "end"])
        }
      }
      items.append(OrderItem(key, descending: descending))
      skipSpace()
    } while skip(UInt8(ascii: ","))
    return items
  }

  private mutating func expandItems() throws(ODataSyntaxError) -> [ExpandItem] {
    try enter()
    var items: [ExpandItem] = []
    repeat {
      skipSpace()
      items.append(try expandItem())
      skipSpace()
    } while skip(UInt8(ascii: ","))
    leave()
    return items
  }

  private mutating func expandItem() throws(ODataSyntaxError) -> ExpandItem {
    var path: [String] = []
    var suffix: String?
    repeat {
      if peek() == UInt8(ascii: "$"), !path.isEmpty {
        let start = position
        position += 1
        let name = "$" + (try simpleName())
        guard ["$ref", "$count", "$value"].contains(name) else {
          throw error("unexpected '\(name)'", at: start, expected: ["$ref", "$count", "$value"])
        }
        suffix = name
        break
      }
      path.append(skip(UInt8(ascii: "*")) ? "*" : try qualifiedName())
    } while skip(UInt8(ascii: "/"))
    var query = Query()
    var levels: String?
    if skip(UInt8(ascii: "(")) { levels = try nestedOptions(into: &query) }
    return ExpandItem(path: path, suffix: suffix, query: query, levels: levels)
  }

  private mutating func nestedOptions(into query: inout Query) throws(ODataSyntaxError) -> String? {
    var levels: String?
    var seen: Set<SystemOption> = []
    repeat {
      skipSpace()
      let start = position
      try expect(UInt8(ascii: "$"))
      let name = "$" + (try simpleName())
      guard let option = SystemOption(rawValue: name), SystemOption.nested.contains(option) else {
        throw error("unknown option '\(name)' inside $expand", at: start, expected: SystemOption.nested.map(\.rawValue))
      }
      guard seen.insert(option).inserted else { throw error("'\(name)' is given twice", at: start) }
      skipSpace()
      try expect(UInt8(ascii: "="))
      if let text = try systemOption(option, into: &query, isNested: true) { levels = text }
      skipSpace()
      // A semicolon behind the last option is read as Microsoft's library does.
    } while skip(UInt8(ascii: ";")) && peek() != UInt8(ascii: ")")
    guard skip(UInt8(ascii: ")")) else { throw unexpected(expected: ["';'", "')'"]) }
    return levels
  }

  /// Text up to the `;` or `)` that ends it; parentheses and quotes inside are skipped over.
  private mutating func nestedText() throws(ODataSyntaxError) -> String {
    let start = position
    var depth = 0
    scan: while let byte = peek() {
      switch byte {
      case UInt8(ascii: "'"): _ = try quotedText()
      case UInt8(ascii: "\""): try skipDoubleQuoted()
      case UInt8(ascii: ")") where depth == 0, UInt8(ascii: ";") where depth == 0: break scan
      case UInt8(ascii: "("):
        depth += 1
        position += 1
      case UInt8(ascii: ")"):
        depth -= 1
        position += 1
      default: position += 1
      }
    }
    return text(start..<position)
  }
}
