import OData
import Testing

private func d(_ text: String) -> ExactDecimal { ExactDecimal(text)! }

@Suite("Exact decimals") struct ExactDecimalTests {
  @Test(
    "Text is read exactly and printed with its own decimals",
    arguments: [
      ("0", "0"), ("-0", "0"), ("0.00", "0.00"), ("12.50", "12.50"), ("-12.50", "-12.50"), ("+7", "7"), (".5", "0.5"), ("-.5", "-0.5"),
      ("5.", "5"),
      ("1e3", "1000"), ("2.5E-2", "0.025"), ("1.0e3", "1000"), ("0e9", "0"), ("0.001e2", "0.1"), ("007", "7"),
      ("999999999999999999", "999999999999999999"), ("1000000000000000000", "1000000000000000000"),
      ("123456789012345678.9", "123456789012345678.9"), ("-9223372036854775808", "-9223372036854775808"),
      ("9999999999999999999999999999999999999", "9999999999999999999999999999999999999"),
      ("0.0000000000000000000000000000000000001", "0.0000000000000000000000000000000000001"),
    ])
  func text(text: String, printed: String) {
    #expect(ExactDecimal(text)?.description == printed)
    #expect(ExactDecimal(ascii: Array(text.utf8)) == ExactDecimal(printed))
  }

  @Test(
    "What is not a decimal is nothing",
    arguments: [
      "", "-", "+", ".", "1.2.3", "1,2", " 1", "1 ", "0x1", "1e", "1e+", "e5", "1e1001", "1e40", "1e-38", "--1", "NaN", "INF",
      "1_000", "٣",
      "99999999999999999999999999999999999999", "0.00000000000000000000000000000000000001",
    ])
  func refused(text: String) { #expect(ExactDecimal(text) == nil) }

  @Test(
    "Rounding",
    arguments: [
      ("0.125", 2, "0.13", "0.12", "0.12", "0.12", "0.13"),
      ("-0.125", 2, "-0.13", "-0.12", "-0.12", "-0.13", "-0.12"),
      ("0.135", 2, "0.14", "0.14", "0.13", "0.13", "0.14"),
      ("0.1249", 2, "0.12", "0.12", "0.12", "0.12", "0.13"),
      ("0.1251", 2, "0.13", "0.13", "0.12", "0.12", "0.13"),
      ("-2.5", 0, "-3", "-2", "-2", "-3", "-2"),
      ("9.995", 2, "10.00", "10.00", "9.99", "9.99", "10.00"),
      ("1.5", 3, "1.500", "1.500", "1.500", "1.500", "1.500"),
    ])
  func rounding(text: String, scale: Int, away: String, even: String, truncated: String, down: String, up: String) {
    #expect(d(text).rounded(to: scale).description == away)
    #expect(d(text).rounded(to: scale, .halfEven).description == even)
    #expect(d(text).rounded(to: scale, .truncate).description == truncated)
    #expect(d(text).rounded(to: scale, .down).description == down)
    #expect(d(text).rounded(to: scale, .up).description == up)
  }

  @Test(
    "Division gives the wanted decimals",
    arguments: [
      ("10.00", "3", 2, "3.33"), ("20", "3", 2, "6.67"), ("-20", "3", 2, "-6.67"), ("1", "8", 2, "0.13"), ("-1", "-8", 2, "0.13"),
      ("0", "5", 3, "0.000"), ("1.0000", "0.00000001", 0, "100000000"), ("1", "3", 30, "0.333333333333333333333333333333"),
      // The numerator needs 128 bits and more on the way.
      ("922337203685477.5807", "1.2345678901", 10, "747093141723269.8855691711"),
      ("9223372036854775807", "0.9999999999", 10, "9223372037777113010.7777113011"),
      ("0.0000000001", "922337203685477.5807", 37, "0.0000000000000000000000001084202172486"),
    ])
  func division(a: String, b: String, scale: Int, quotient: String) {
    #expect(d(a).divided(by: d(b), scale: scale).description == quotient)
  }

  @Test("Equal numbers are equal and hash alike, whatever their decimals")
  func equality() {
    #expect(d("1.0") == d("1.00") && d("1.0").hashValue == d("1.00").hashValue)
    #expect(d("0") == d("-0.000") && d("0").hashValue == d("-0.000").hashValue)
    #expect(Set([d("100"), d("100.0"), d("1e2")]).count == 1)
    #expect(d("1.0").description != d("1.00").description)
    #expect(d("1.01") != d("1.1"))
  }

  @Test(
    "Numbers of any size compare without overflow",
    arguments: [
      ("1", "2"), ("-2", "-1"), ("-1", "1"), ("0.1", "0.11"), ("-0.11", "-0.1"), ("0.0000000000000000000000000000000000001", "0.1"),
      ("-9999999999999999999999999999999999999", "9999999999999999999999999999999999999"),
      ("0.9999999999999999999999999999999999999", "9999999999999999999999999999999999999"), ("1.0000000000000000000000000000000001", "1.1"),
    ])
  func comparison(smaller: String, larger: String) {
    #expect(d(smaller) < d(larger))
    #expect(!(d(larger) < d(smaller)))
    #expect(d(smaller) != d(larger))
  }

  @Test("Whole numbers come out only where they are exact")
  func integers() {
    #expect(d("5.00").exactInt64 == 5 && d("5.01").exactInt64 == nil && d("9223372036854775808").exactInt64 == nil)
    #expect(d("1.2345").scaledInt64(4) == 12345 && d("1.2345").scaledInt64(2) == nil && d("1.23").scaledInt64(4) == 12300)
    #expect(d("9223372036854775807").scaledInt64(1) == nil)
    #expect(ExactDecimal(Int64.min).exactInt64 == .min)
  }

  @Test("Arithmetic agrees with whole numbers of the smallest unit")
  func properties() {
    var random = TestRandom(seed: 42)
    for _ in 0..<20_000 {
      let (m, n) = (Int64.random(in: -10_000_000...10_000_000, using: &random), Int64.random(in: -10_000_000...10_000_000, using: &random))
      let (s, t) = (Int.random(in: 0...8, using: &random), Int.random(in: 0...8, using: &random))
      let (a, b) = (ExactDecimal(mantissa: Int128(m), scale: s), ExactDecimal(mantissa: Int128(n), scale: t))
      func unit(_ exponent: Int) -> Int128 { (0..<exponent).reduce(1) { unit, _ in unit * 10 } }
      let (x, y) = (Int128(m) * unit(8 - s), Int128(n) * unit(8 - t))
      #expect((a + b).mantissa * unit(8 - max(s, t)) == x + y)
      #expect((a - b).mantissa * unit(8 - max(s, t)) == x - y)
      #expect((a * b).mantissa == Int128(m) * Int128(n) && (a * b).scale == s + t)
      #expect((a < b) == (x < y) && (a == b) == (x == y))
      #expect(ExactDecimal(a.description) == a && ExactDecimal(a.description)?.scale == s)
      #expect(a != b || a.hashValue == b.hashValue)
      #expect(a.normalized == a)
      let scale = Int.random(in: 0...10, using: &random)
      // Half a unit of the last place is as far as a rounded quotient may be off.
      if n != 0 {
        let quotient = a.divided(by: b, scale: scale)
        let error = (quotient * b - a).magnitude * ExactDecimal(2)
        #expect(error <= b.magnitude * ExactDecimal(mantissa: 1, scale: scale))
      }
      let rounded = a.rounded(to: min(scale, s))
      #expect((rounded - a).magnitude * ExactDecimal(2) <= ExactDecimal(mantissa: 1, scale: min(scale, s)))
    }
  }
}
