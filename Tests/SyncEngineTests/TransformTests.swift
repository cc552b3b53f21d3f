import OData
import Testing

@testable import SyncEngine

struct TransformTests {
  @Test("Default fills only what is blank", arguments: [("", "10"), ("  ", "10"), ("20", "20")])
  func defaults(source: String, result: String) { #expect(DefaultTransform("10").applied(to: source) == result) }

  @Test(
    "A value map ignores case, has its own key for blank, and lets through what it does not know",
    arguments: [("united states", "US"), ("UNITED STATES", "US"), ("Usa", "US"), ("", "US"), ("Atlantis", "Atlantis")])
  func valueMap(source: String, result: String) {
    let map = ValueMapTransform(["united States": "US", "usa": "US", "": "US"])
    #expect(map.applied(to: source) == result)
  }

  @Test("Without a blank key a blank stays blank")
  func noBlankKey() { #expect(ValueMapTransform(["usa": "US"]).applied(to: "") == "") }

  @Test("Of two keys that differ only by case, the one in small letters holds, whatever their order in the file")
  func sameKeyTwice() {
    #expect(ValueMapTransform(["US": "1", "us": "2"]).applied(to: "Us") == "2")
    #expect(ValueMapTransform(["us": "2", "US": "1"]).applied(to: "US") == "2")
  }

  @Test("A key of blanks is the blank key, and a value of blanks is a blank")
  func blanks() {
    #expect(ValueMapTransform(["  ": "US"]).applied(to: " ") == "US")
    #expect(ValueMapTransform(["  ": "US"]).blankValue == "US")
    #expect(ValueMapTransform(["usa": ""]).applied(to: "USA") == "")
  }

  @Test("A merged entry replaces the one of the same key, whatever its case")
  func merging() {
    let map = ValueMapTransform(["usa": "US", "": "US"]).merging(["USA": "XX", "fra": "FR"])
    #expect(map.applied(to: "usa") == "XX")
    #expect(map.applied(to: "FRA") == "FR")
    #expect(map.applied(to: "") == "US")
  }

  @Test("Transforms are applied in their order: a default behind a map fills what the map left blank, one before it is mapped")
  func order() {
    func applied(_ transforms: [Transform], _ text: String) -> String { transforms.reduce(text) { $1.applied(to: $0, maxLength: 3) } }
    let map = Transform.valueMap(ValueMapTransform(["active": "0"]))
    let filled = Transform.setDefault(DefaultTransform("Active"))
    #expect(applied([filled, map], "") == "0")
    #expect(applied([map, filled], "") == "Active")
    #expect(applied([map, filled, .truncate(TruncateTransform())], "") == "Act")
  }

  @Test("Truncate cuts to the length of the destination, never through a character")
  func truncate() {
    #expect(TruncateTransform().applied(to: "abcdef", maxLength: 4) == "abcd")
    #expect(TruncateTransform().applied(to: "abc😀", maxLength: 4) == "abc")
    #expect(TruncateTransform().applied(to: "abcdef", maxLength: nil) == "abcdef")
  }

  @Test("Country names become two-letter codes", arguments: [("United Kingdom", "GB"), ("deu", "DE"), ("US", "US"), ("", "")])
  func countries(source: String, result: String) { #expect(CountryRegionTransform().applied(to: source) == result) }

  static let noYes = EnumType(name: "NoYes", members: [.init("No", 0), .init("Yes", 1)])

  @Test(
    "Values become what the destination's type wants",
    arguments: [
      (JSON.string("Yes"), EdmType.boolean, Value.bool(true)), (.bool(true), .enumeration("NoYes"), .string("Yes")),
      (.string("yes"), .enumeration("NoYes"), .string("Yes")), (1, .enumeration("NoYes"), .string("Yes")),
      (.number(ExactDecimal("12.9")!), .int32, .int(12)), (.number(ExactDecimal("-12.9")!), .int32, .int(-12)),
      (.string("3.50"), .decimal, .decimal(ExactDecimal("3.5")!)), (7, .string, .string("7")), (.string(""), .string, .null),
      (.null, .decimal, .null), (.string("1900-01-01T12:00:00Z"), .dateTimeOffset, .null),
      (.string("2017-07-31T12:00:00Z"), .date, .date(CalendarDate("2017-07-31")!)),
      (.string("2017-07-31"), .dateTimeOffset, .timestamp(Timestamp("2017-07-31T00:00:00Z")!)),
    ])
  func conversions(source: JSON, type: EdmType, result: Value) {
    #expect(ValueConversion.convert(source, to: type, enumType: Self.noYes) == result)
  }

  @Test(
    "What does not fit is no value",
    arguments: [
      (JSON.string("maybe"), EdmType.boolean), (.string("Perhaps"), .enumeration("NoYes")), (.string("12a"), .decimal), (2, .boolean),
    ])
  func misfits(source: JSON, type: EdmType) { #expect(ValueConversion.convert(source, to: type, enumType: Self.noYes) == nil) }

  @Test("The content hash tells apart values that only look alike, and is the same on every machine")
  func contentHash() {
    func hash(_ values: [Value], key: String = "k") -> ContentHash {
      var content = RowContent()
      return content.hash(MappedRow(sourceKey: "s", version: 1, values: values, keyValues: [], destinationKey: key, failure: nil))
    }
    let all: [ContentHash] = [
      hash([.null]), hash([""]), hash(["1"]), hash([1]), hash([.decimal(1)]), hash([true]), hash([false]), hash(["ab", "c"]),
      hash(["a", "bc"]),
      hash(["1"], key: "other"), hash([.date(CalendarDate(days: 1))]), hash([.timestamp(Timestamp(milliseconds: 1))]),
    ]
    #expect(Set(all).count == all.count)
    #expect(hash(["abc", 5]) == hash(["abc", 5]))
    #expect(ContentHash(Array("prospect to cash".utf8)) == ContentHash(high: 0, low: 0) || ContentHash(Array("a".utf8)) != ContentHash.none)
  }
}
