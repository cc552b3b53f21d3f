import Foundation
import OData
import Testing

@Suite("JSON") struct JSONTests {
  @Test(
    "What is read is written back, byte for byte",
    arguments: [
      "null", "true", "false", "0", "-1", "12.50", "5000000.0000", "\"\"", "\"a\\\"b\\\\c\"", "\"\\n\\r\\t\\u0000\\u001f\"",
      "\"Zürich 日本 🚲\"", "[]", "{}",
      "[1,[2,[3]],{\"a\":{}}]", "{\"b\":1,\"a\":2,\"@odata.etag\":\"W/\\\"1\\\"\",\"\":null}", "123456789012345678901234567890.1234567",
    ])
  func identity(text: String) throws { #expect(try JSON(decoding: text).text == text) }

  @Test(
    "Other spellings of the same value",
    arguments: [
      (" [ 1 , 2 ] ", "[1,2]"), ("\u{FEFF}{}", "{}"), ("\"\\u00fc\\/\\b\\f\"", "\"ü/\\u0008\\u000c\""), ("\"\\ud83d\\udeb2\"", "\"🚲\""),
      ("1e2", "100"),
      ("1.5E-1", "0.15"), ("-0", "0"), ("\n\t\r {\"a\" : null}", "{\"a\":null}"),
    ])
  func spellings(text: String, written: String) throws { #expect(try JSON(decoding: text).text == written) }

  @Test(
    "What is not JSON is refused where it goes wrong",
    arguments: [
      ("", 0), (" ", 1), ("nul", 0), ("nulx", 0), ("tru", 0), ("01", 0), ("-", 0), ("-01", 0), ("1.", 0), (".5", 0), ("+1", 0), ("1e", 0),
      ("1e+", 0), ("0x1", 1), ("1 2", 2),
      ("[1,]", 3), ("[1 2]", 3), ("[", 1), ("{", 1), ("{\"a\"}", 4), ("{\"a\":}", 5), ("{\"a\":1,}", 7), ("{a:1}", 1), ("{'a':1}", 1),
      ("\"a", 2), ("\"\\x\"", 2),
      ("\"\\u12\"", 3), ("\"\\ud800\"", 7), ("\"\\ud800\\u0041\"", 13), ("\"\\udc00\"", 7), ("\"\n\"", 1), ("[1}", 2), ("]", 0), ("NaN", 0),
      ("Infinity", 0), ("//", 0),
      ("99999999999999999999999999999999999999", 0), ("1e99", 0), ("--1", 0), ("1.5.2", 3),
    ])
  func refusals(text: String, offset: Int) {
    #expect { try JSON(decoding: text) } throws: { ($0 as? JSONError)?.offset == offset }
  }

  @Test(
    "Bytes that are not UTF-8 are refused inside strings",
    arguments: [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]])
  func invalidUTF8(bytes: [UInt8]) {
    for quoted in [[0x22] + bytes + [0x22], [0x22, 0x5C, 0x6E] + bytes + [0x22], Array("{\"".utf8) + bytes + Array("\":1}".utf8)] {
      #expect { try JSON(decoding: quoted) } throws: { ($0 as? JSONError)?.message == "a string is not valid UTF-8" }
    }
  }

  @Test("Deep nesting gets an error, not a crash", arguments: ["[", "{\"a\":", "[{\"a\":["])
  func depth(text: String) {
    #expect { try JSON(decoding: String(repeating: text, count: 100_000)) } throws: {
      ($0 as? JSONError)?.message == "JSON nested deeper than 64 levels"
    }
  }

  @Test("Members keep their order; setting replaces, removes or appends")
  func members() {
    var object: JSONObject = ["b": 1, "a": "x"]
    object["b"] = 2
    object["c"] = true
    object["a"] = nil
    #expect(JSON.object(object).text == "{\"b\":2,\"c\":true}")
    #expect(JSON.object(object)["b"]?.numberValue == 2 && JSON.object(object)["x"] == nil)
  }

  @Test("The writer puts commas and colons where they belong")
  func writer() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("a")
    writer.beginArray()
    writer.write(OData.Value.int(.min))
    writer.beginObject()
    writer.endObject()
    writer.beginArray()
    writer.endArray()
    writer.write(OData.Value.decimal(ExactDecimal(mantissa: -5, scale: 2)))
    writer.endArray()
    writer.name("b")
    writer.write(OData.Value.date(CalendarDate(days: 0)))
    writer.name("c")
    writer.write(OData.Value.null)
    writer.endObject()
    #expect(String(decoding: writer.bytes, as: UTF8.self) == "{\"a\":[-9223372036854775808,{},[],-0.05],\"b\":\"1970-01-01\",\"c\":null}")
  }

  @Test("Generated documents mean the same to Foundation, both ways")
  func foundation() throws {
    var random = TestRandom(seed: 11)
    for _ in 0..<500 {
      let json = Self.document(&random, depth: 0)
      let bytes = json.encoded()
      #expect(try JSON(decoding: bytes) == json)
      let theirs = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      #expect(Self.matches(json, theirs), "\(json.text)")
      let rewritten = try JSONSerialization.data(withJSONObject: theirs, options: [.fragmentsAllowed, .prettyPrinted])
      #expect(Self.matches(try JSON(decoding: rewritten), theirs))
    }
  }

  @Test("Changed bytes are accepted exactly when Foundation accepts them")
  func mutations() {
    var random = TestRandom(seed: 12)
    let alphabet = Array("{}[]\",:\\u0123456789eE+-. tfn\u{1}\u{80}".utf8)
    for _ in 0..<5_000 {
      var bytes = Self.document(&random, depth: 1).encoded()
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = alphabet.randomElement(using: &random)!
      }
      let ours = (try? JSON(decoding: bytes)) != nil
      let theirs = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
      // Foundation takes numbers of any size and refuses some keys twice; we have our own limits on digits.
      if ours != theirs, (try? JSON(decoding: bytes)) == nil, Self.hasHugeNumber(bytes) { continue }
      #expect(ours == theirs, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  private static func hasHugeNumber(_ bytes: [UInt8]) -> Bool {
    do throws(JSONError) {
      _ = try JSON(decoding: bytes)
      return false
    } catch { return error.message == "not a number of at most 37 digits" }
  }

  private static func document(_ random: inout TestRandom, depth: Int) -> JSON {
    switch Int.random(in: 0...(depth > 3 ? 4 : 7), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2:
      return .number(
        ExactDecimal(mantissa: Int128(Int32.random(in: .min ... .max, using: &random)), scale: Int.random(in: 0...5, using: &random)))
    case 3, 4: return .string(text(&random))
    case 5: return .array((0..<Int.random(in: 0...5, using: &random)).map { _ in document(&random, depth: depth + 1) })
    default:
      var object = JSONObject()
      for index in 0..<Int.random(in: 0...8, using: &random) {
        object.append("\(index)\(text(&random))", document(&random, depth: depth + 1))
      }
      return .object(object)
    }
  }

  private static func text(_ random: inout TestRandom) -> String {
    let alphabet = Array("abc \"\\/\n\t\u{1}\u{1f}\u{7f}äß日🚲\u{2028}e\u{301}")
    return String((0..<Int.random(in: 0...12, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
  }

  private static func matches(_ json: JSON, _ theirs: Any) -> Bool {
    switch json {
    case .null: return theirs is NSNull
    case .bool(let bool): return (theirs as? Bool) == bool
    case .number(let number):
      return ((theirs as? NSNumber)?.doubleValue).map { abs($0 - Double(number.description)!) <= abs($0) * 1e-15 } ?? false
    case .string(let string): return (theirs as? String).map { Array($0.utf8) == Array(string.utf8) } ?? false
    case .array(let elements):
      guard let theirs = theirs as? [Any], theirs.count == elements.count else { return false }
      return zip(elements, theirs).allSatisfy { matches($0, $1) }
    case .object(let object):
      guard let theirs = theirs as? [String: Any], theirs.count == object.members.count else { return false }
      return object.members.allSatisfy { member in theirs[member.name].map { matches(member.value, $0) } ?? false }
    }
  }

  @Test(
    "Names of elements are told apart although most elements of a list have the same",
    arguments: [
      #"{"value":[{"a":1,"b":2},{"a":1,"b":2},{"b":2,"a":1},{"a":1,"bb":2},{"a":1},{"aa":1,"b":2,"c":3},{"a":{"a":1}}]}"#,
      #"{"value":[{"a\\":1},{"a\"b":2},{"a\\":{"a\\":1}},{"a\n":1},{"\u0061":1},{"a":1}]}"#,
      #"[[{"a":1},{"a":2}],[{"a":1,"ä":2},{"a":1,"ä":2,"":3},{"a":1,"ä":2,"":3}]]"#,
    ])
  func namesOfElements(text: String) throws {
    let foundation = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSObject)
    let ours = try #require(try JSONSerialization.jsonObject(with: Data(try JSON(decoding: text).encoded())) as? NSObject)
    #expect(foundation == ours)
  }
}
