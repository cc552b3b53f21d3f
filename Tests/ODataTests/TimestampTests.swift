import Foundation
import OData
import Testing

@Suite("Dates, timestamps, identifiers") struct TimestampTests {
  @Test(
    "Timestamps are read in any offset and printed in UTC",
    arguments: [
      ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"), ("1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"),
      ("2017-07-31T14:00:00+02:00", 1_501_502_400_000, "2017-07-31T12:00:00Z"),
      ("2017-07-31T12:00Z", 1_501_502_400_000, "2017-07-31T12:00:00Z"),
      ("2017-07-31t12:00:00.1234567z", 1_501_502_400_123, "2017-07-31T12:00:00.123Z"),
      ("1900-01-01T12:00:00Z", -2_208_945_600_000, "1900-01-01T12:00:00Z"),
      ("2154-12-31T23:59:59Z", 5_838_047_999_000, "2154-12-31T23:59:59Z"),
      ("0001-01-01T00:00:00Z", -62_135_596_800_000, "0001-01-01T00:00:00Z"),
      ("2016-02-29T00:00:00-00:30", 1_456_705_800_000, "2016-02-29T00:30:00Z"),
    ])
  func timestamps(text: String, milliseconds: Int64, printed: String) {
    #expect(Timestamp(text)?.milliseconds == milliseconds)
    #expect(Timestamp(milliseconds: milliseconds).description == printed)
  }

  @Test(
    "What is not a timestamp is nothing",
    arguments: [
      "", "2017-07-31", "2017-07-31T12:00:00", "2017-07-31 12:00:00Z", "2017-02-29T00:00:00Z", "2017-07-31T24:00:00Z",
      "2017-07-31T12:60:00Z",
      "2017-07-31T12:00:60Z", "2017-07-31T12:00:00.Z", "2017-07-31T12:00:00+15:00", "2017-07-31T12:00:00Zx", "17-07-31T12:00:00Z",
    ])
  func notTimestamps(text: String) { #expect(Timestamp(text) == nil) }

  @Test("Days agree with Foundation's calendar")
  func days() throws {
    var random = TestRandom(seed: 3)
    let formatter = ISO8601DateFormatter()
    for _ in 0..<2_000 {
      let seconds = Int64.random(in: -12_000_000_000...16_000_000_000, using: &random)
      let text = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
      // Before 1582 Foundation's calendar is the Julian one.
      guard seconds > -12_200_000_000 else { continue }
      #expect(Timestamp(milliseconds: seconds * 1000).description == text)
      #expect(Timestamp(text)?.milliseconds == seconds * 1000)
    }
  }

  @Test("Years beyond four digits print without harm")
  func farAway() {
    #expect(CalendarDate(days: 365_242_500).description == "1001970-01-01")
    #expect(CalendarDate(days: -800_000).description == "-0221-09-04")
    #expect(Timestamp(milliseconds: .min).description.hasSuffix("Z") && Timestamp(milliseconds: .max).description.hasSuffix("Z"))
    #expect(CalendarDate(year: 2017, month: 2, day: 29) == nil && CalendarDate("2016-02-29")?.description == "2016-02-29")
  }

  @Test("Identifiers are read in any case and printed in lower case") func guids() throws {
    let guid = try #require(GUID("0A1b2c3D-4e5f-6789-ABCD-ef0123456789"))
    #expect(guid.description == "0a1b2c3d-4e5f-6789-abcd-ef0123456789")
    #expect(GUID(bytes: guid.bytes) == guid)
    #expect(GUID("0A1b2c3D-4e5f-6789-ABCD-ef012345678") == nil && GUID("0A1b2c3D-4e5f-6789-ABCDxef0123456789") == nil)
    #expect(GUID("{A1b2c3D-4e5f-6789-ABCD-ef012345678}") == nil)
  }

  @Test("Header names compare without case, and setting replaces every one of a name") func headers() {
    var headers: HTTPHeaders = ["Prefer": "a", "X": "1", "prefer": "b"]
    #expect(headers["PREFER"] == "a" && headers.values("prefer") == ["a", "b"])
    headers["prefer"] = "c"
    #expect(headers.fields.map(\.value) == ["c", "1"])
    headers["X"] = nil
    #expect(headers["x"] == nil)
    #expect(!"@".equalsIgnoringASCIICase("`") && "aZ".equalsIgnoringASCIICase("Az"))
  }
}
