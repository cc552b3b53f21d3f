/// The form of geographic and geometric literals: `SRID=4326;Point(142.1 64.1)` and its kin.
///
/// Read to be checked and carried on as text; nobody here calculates with places.
enum GeoForm {
  @Sendable static func isValid(_ text: String) -> Bool {
    var reader = Reader(rest: Array(text.utf8)[...])
    guard reader.skip(word: "SRID"), reader.skip("="), (1...5).contains(reader.skipDigits()), reader.skip(";") else { return false }
    return reader.shape(depth: 0) && reader.rest.isEmpty
  }

  private struct Reader {
    /// How deep collections may nest.
    static let depthMax = 20

    var rest: ArraySlice<UInt8>

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest.removeFirst()
      return true
    }

    /// In any case, as the standard has it.
    mutating func skip(word: StaticString) -> Bool {
      let wanted = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
      guard rest.count >= wanted.count, zip(rest, wanted).allSatisfy({ $0 | 0x20 == $1 | 0x20 }) else { return false }
      rest.removeFirst(wanted.count)
      return true
    }

    mutating func skipDigits() -> Int {
      let digits = rest.prefix { SyntaxReader.isDigit($0) }.count
      rest.removeFirst(digits)
      return digits
    }

    mutating func shape(depth: Int) -> Bool {
      if skip(word: "Point") { return point() }
      if skip(word: "LineString") { return line() }
      if skip(word: "Polygon") { return polygon() }
      if skip(word: "MultiPoint") { return list(mayBeEmpty: true) { $0.point() } }
      if skip(word: "MultiLineString") { return list(mayBeEmpty: true) { $0.line() } }
      if skip(word: "MultiPolygon") { return list(mayBeEmpty: true) { $0.polygon() } }
      guard skip(word: "GeometryCollection") || skip(word: "Collection"), depth < Self.depthMax else { return false }
      return list { $0.shape(depth: depth + 1) }
    }

    private mutating func point() -> Bool { skip("(") && position() && skip(")") }

    private mutating func line() -> Bool {
      var count = 0
      return list { reader in
        count += 1
        return reader.position()
      } && count > 1
    }

    private mutating func polygon() -> Bool { list { ring in ring.list { $0.position() } } }

    /// Two to four numbers: longitude, latitude, altitude, measure.
    private mutating func position() -> Bool {
      guard number(), skip(" "), number() else { return false }
      for _ in 0..<2 where skip(" ") {
        guard number() else { return false }
      }
      return true
    }

    private mutating func number() -> Bool {
      if skip(word: "NaN") || skip(word: "INF") || skip(word: "-INF") { return true }
      _ = skip("-") || skip("+")
      guard skipDigits() > 0 else { return false }
      if skip("."), skipDigits() == 0 { return false }
      guard rest.first.map({ $0 | 0x20 == UInt8(ascii: "e") }) ?? false else { return true }
      rest.removeFirst()
      _ = skip("-") || skip("+")
      return skipDigits() > 0
    }

    private mutating func list(mayBeEmpty: Bool = false, _ element: (inout Reader) -> Bool) -> Bool {
      guard skip("(") else { return false }
      if mayBeEmpty, skip(")") { return true }
      repeat {
        guard element(&self) else { return false }
      } while skip(",")
      return skip(")")
    }
  }
}
