/// The functions that OData itself defines (4.01 part 2, 5.1.1.5 to 5.1.1.14, and the aggregation extension).
enum StandardFunction {
  static let names: Set<String> = [
    "concat", "contains", "endswith", "indexof", "length", "startswith", "substring", "matchesPattern", "tolower", "toupper", "trim",
    "hassubset", "hassubsequence", "date", "day", "fractionalseconds", "hour", "maxdatetime", "mindatetime", "minute", "month", "now",
    "second", "time", "totaloffsetminutes", "totalseconds", "year", "ceiling", "floor", "round", "cast", "isof", "geo.distance",
    "geo.intersects", "geo.length", "case", "isdefined",
  ]

  private static let folded: [String: String] = Dictionary(uniqueKeysWithValues: names.map { ($0.lowercased(), $0) })

  /// The standard's own spelling of a name in any case; another name as it is.
  static func spelling(of name: String) -> String { folded[name.lowercased()] ?? name }
}
