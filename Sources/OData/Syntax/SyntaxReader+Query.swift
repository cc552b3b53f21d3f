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
  /// Inside `$expand=orders(…)`.
  static let expandOptions: [SystemOption] = [
    .select, .filter, .orderBy, .expand, .top, .skip, .count, .search, .apply, .compute, .levels,
  ]
  /// Inside `$expand=orders/$ref(…)`.
  static let referenceOptions: [SystemOption] = [.filter, .search, .orderBy, .skip, .top, .count]
  /// Inside `orders/$count(…)`.
  static let countOptions: [SystemOption] = [.filter, .search]
  /// Inside `$select=addresses(…)`.
  static let selectOptions: [SystemOption] = [.select, .filter, .orderBy, .top, .skip, .count, .search, .compute]
  /// Inside `$expand=*(…)`.
  static let starOptions: [SystemOption] = [.levels]

  /// The option of that name; with 4.01 in any case and with or without the dollar sign.
  static func named(_ name: String, isRelaxed: Bool) -> SystemOption? {
    guard isRelaxed else { return SystemOption(rawValue: name) }
    let folded = name.lowercased()
    return SystemOption(rawValue: folded.hasPrefix("$") ? folded : "$" + folded)
  }
}

extension SyntaxReader {
  /// The value of one option. Nested ones end at `;` or `)`, the others fill the text.
  /// - Returns: the text of `$levels`, which belongs to the item and not to its query.
  mutating func systemOption(_ option: SystemOption, into query: inout Query, isNested: Bool) throws(ODataSyntaxError) -> String? {
    switch option {
    case .format, .id, .schemaVersion:
      let value = rest()
      if value.isEmpty { throw unexpected(expected: ["value of \(option.rawValue)"]) }
      switch option {
      case .format: query.format = value
      case .id: query.id = value
      default: query.schemaVersion = value
      }
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
    case .search: query.search = try searchExpression()
    case .apply: query.apply = try transformations()
    case .compute: query.compute = try computeItems()
    case .index:
      let isNegative = skip(UInt8(ascii: "-"))
      query.index = try wholeNumber() * (isNegative ? -1 : 1)
    default: levels = try levelCount()
    }
    skipSpace()
    if !isNested, !isAtEnd {
      switch option {
      case .filter: throw unexpected(expected: ["end"] + InfixOperator.words)
      default: throw unexpected(expected: ["end"])
      }
    }
    return levels
  }

  mutating func wholeNumber() throws(ODataSyntaxError) -> Int {
    let start = position
    while Self.isDigit(peek()) { position += 1 }
    guard position > start else { throw unexpected(expected: ["whole number"]) }
    guard let number = Int(text(start..<position)) else { throw error("the number is too large", at: start) }
    return number
  }

  private mutating func boolean() throws(ODataSyntaxError) -> Bool {
    let start = position
    if Self.startsName(peek()) {
      switch folded(try simpleName()) {
      case "true": return true
      case "false": return false
      default: position = start
      }
    }
    throw unexpected(expected: ["true", "false"])
  }

  private mutating func levelCount() throws(ODataSyntaxError) -> String {
    if Self.isDigit(peek()), peek() != UInt8(ascii: "0") {
      return String(try wholeNumber())
    } else if skip(word: "max") {
      return "max"
    }
    throw error("$levels needs a count", expected: ["number from 1", "max"])
  }

  private mutating func selectItems() throws(ODataSyntaxError) -> [SelectItem] {
    try enter()
    let items = try separatedByCommas { (reader) throws(ODataSyntaxError) in try reader.selectItem() }
    leave()
    return items
  }

  /// `name`, `a/b`, `*`, `Name.Space.*`, `Name.Space.Function(a,b)`, `addresses($filter=city eq 'Rome')`
  private mutating func selectItem() throws(ODataSyntaxError) -> SelectItem {
    if skip(UInt8(ascii: "*")) { return "*" }
    let start = position
    var last = start
    repeat {
      last = position
      if peek() == UInt8(ascii: "@") { _ = try annotationName() } else { _ = try qualifiedName() }
      if peek() == UInt8(ascii: "."), peek(1) == UInt8(ascii: "*") {
        position += 2
        return SelectItem(text(start..<position))
      }
    } while skip(UInt8(ascii: "/"))
    guard peek() == UInt8(ascii: "(") else { return SelectItem(text(start..<position)) }
    if isNameList(after: last) {
      position += 1
      let names = try commaSeparated { (reader) throws(ODataSyntaxError) in try reader.simpleName() }
      if names.isEmpty { throw error("an empty list", at: position - 1, expected: ["parameter name"]) }
      let open = bytes[start...].firstIndex(of: UInt8(ascii: "(")) ?? position
      return SelectItem("\(text(start..<open))(\(names.joined(separator: ",")))")
    }
    let path = text(start..<position)
    position += 1
    var query = Query()
    _ = try nestedOptions(SystemOption.selectOptions, into: &query)
    return SelectItem(path, query: query)
  }

  /// Whether the parentheses at the position hold names alone, as those behind a selected function do.
  private func isNameList(after last: Int) -> Bool {
    var ahead = self
    ahead.position += 1
    ahead.skipSpace()
    guard (try? ahead.simpleName()) != nil else { return false }
    ahead.skipSpace()
    return ahead.peek() == UInt8(ascii: ",") || ahead.peek() == UInt8(ascii: ")")
  }

  mutating func orderItems() throws(ODataSyntaxError) -> [OrderItem] {
    try separatedByCommas { (reader) throws(ODataSyntaxError) in
      let key = try reader.expression()
      let end = reader.position
      reader.skipSpace()
      guard reader.position > end, Self.startsName(reader.peek()) else { return OrderItem(key) }
      let start = reader.position
      switch reader.folded(try reader.simpleName()) {
      case "asc": return OrderItem(key)
      case "desc": return OrderItem(key, descending: true)
      default:
        throw reader.error(
          "unexpected '\(reader.text(start..<reader.position))'", at: start, expected: ["asc", "desc", "','", "end"])
      }
    }
  }

  mutating func computeItems() throws(ODataSyntaxError) -> [ComputeItem] {
    try separatedByCommas { (reader) throws(ODataSyntaxError) in
      let expression = try reader.expression()
      return ComputeItem(expression, as: try reader.alias())
    }
  }

  /// `as name`
  mutating func alias() throws(ODataSyntaxError) -> String {
    guard skip(spacedWord: "as") else {
      skipSpace()
      throw unexpected(expected: ["as"])
    }
    skipSpace()
    return try simpleName()
  }

  private mutating func expandItems() throws(ODataSyntaxError) -> [ExpandItem] {
    try enter()
    let items = try separatedByCommas { (reader) throws(ODataSyntaxError) in try reader.expandItem() }
    leave()
    return items
  }

  private mutating func expandItem() throws(ODataSyntaxError) -> ExpandItem {
    var path: [String] = []
    var suffix: String?
    var options = SystemOption.expandOptions
    repeat {
      switch peek() {
      case UInt8(ascii: "$"):
        let start = position
        position += 1
        let name = "$" + (try simpleName())
        let known = path.isEmpty ? ["$value"] : ["$ref", "$count", "$value"]
        guard known.contains(name) else { throw error("unexpected '\(name)'", at: start, expected: known) }
        suffix = name
        options = name == "$ref" ? SystemOption.referenceOptions : SystemOption.countOptions
      case UInt8(ascii: "*"):
        position += 1
        path.append("*")
        options = SystemOption.starOptions
      case UInt8(ascii: "@"): path.append(try annotationName())
      default: path.append(try qualifiedName())
      }
      // `*/$ref` is all that may follow a star, and nothing may follow a word of the protocol.
    } while suffix == nil && (path.last != "*" || peek(1) == UInt8(ascii: "$")) && skip(UInt8(ascii: "/"))
    var query = Query()
    var levels: String?
    if suffix != "$value", !(path.last == "*" && suffix != nil), skip(UInt8(ascii: "(")) {
      levels = try nestedOptions(options, into: &query)
    }
    return ExpandItem(path: path, suffix: suffix, query: query, levels: levels)
  }

  /// `$select=a;$top=1)`; the opening parenthesis is read.
  /// - Returns: the text of `$levels`.
  mutating func nestedOptions(_ allowed: [SystemOption], into query: inout Query) throws(ODataSyntaxError) -> String? {
    var levels: String?
    var seen: Set<SystemOption> = []
    repeat {
      skipSpace()
      let start = position
      if skip(UInt8(ascii: "@")) {
        let name = try simpleName()
        guard !query.aliases.contains(where: { $0.name == name }) else { throw error("'@\(name)' is given twice", at: start) }
        skipSpace()
        try expect(UInt8(ascii: "="))
        skipSpace()
        query.aliases.append(Query.Alias(name: name, value: try expression()))
        skipSpace()
        continue
      }
      if !isRelaxed || peek() == UInt8(ascii: "$") { try expect(UInt8(ascii: "$")) }
      let name = "$" + (try simpleName())
      guard let option = SystemOption.named(name, isRelaxed: isRelaxed), allowed.contains(option) else {
        throw error("unexpected option '\(name)' in parentheses", at: start, expected: allowed.map(\.rawValue))
      }
      guard seen.insert(option).inserted else { throw error("'\(name)' is given twice", at: start) }
      skipSpace()
      try expect(UInt8(ascii: "="))
      try enter()
      let outer = semicolonEnds
      semicolonEnds = true
      if let text = try systemOption(option, into: &query, isNested: true) { levels = text }
      semicolonEnds = outer
      leave()
      skipSpace()
      // A semicolon behind the last option is read as Microsoft's library does.
    } while skip(UInt8(ascii: ";")) && peek() != UInt8(ascii: ")")
    guard skip(UInt8(ascii: ")")) else { throw unexpected(expected: ["';'", "')'"]) }
    return levels
  }
}
