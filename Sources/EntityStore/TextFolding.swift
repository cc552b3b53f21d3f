/// How the store compares texts: without regard to case, to the accents of Latin letters, and to trailing blanks, as the
/// databases under both products do (Dataverse: `Latin1_General_CI_AI`; supply-chain-odata.md 5, inferred).
///
/// Everything goes by the *folded* form: trailing blanks cut, letters in lower case, Latin letters without accents,
/// combining accents dropped, `ß` as `ss`. Two texts are equal when their folded bytes are; less, when those are.
enum TextFolding {
  /// The collation's comparison. Plain ASCII, which is nearly everything, is compared in place.
  static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let leftCount = trimmedCount(left)
    let rightCount = trimmedCount(right)
    let common = min(leftCount, rightCount)
    var index = 0
    // Eight bytes at once as long as they are the same: keys that lie side by side in an index mostly begin alike.
    while index + 8 <= common {
      let word = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if word != right.loadUnaligned(fromByteOffset: index, as: UInt64.self) || word & 0x8080_8080_8080_8080 != 0 { break }
      index += 8
    }
    while index < common {
      let (a, b) = (left[index], right[index])
      if a | b >= 0x80 { return compareFolded(left, leftCount, right, rightCount) }
      if a != b {
        let (x, y) = (lower(a), lower(b))
        // A combining accent behind an equal letter is dropped, so only what follows the difference could matter: nothing.
        if x != y { return x < y ? -1 : 1 }
      }
      index += 1
    }
    if leftCount == rightCount { return 0 }
    let rest = leftCount > rightCount ? left[common..<leftCount] : right[common..<rightCount]
    if rest.contains(where: { $0 >= 0x80 }) { return compareFolded(left, leftCount, right, rightCount) }
    return leftCount < rightCount ? -1 : 1
  }

  /// The folded form without the cut of trailing blanks.
  static func fold(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(bytes.count)
    if bytes.allSatisfy({ $0 < 0x80 }) {
      for byte in bytes { folded.append(lower(byte)) }
      return folded
    }
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { append(scalar, to: &folded) }
    return folded
  }

  static func fold(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { fold($0) }
  }

  @inline(__always)
  static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  private static func trimmedCount(_ bytes: UnsafeRawBufferPointer) -> Int {
    var count = bytes.count
    while count > 0, bytes[count - 1] == 0x20 { count -= 1 }
    return count
  }

  private static func compareFolded(
    _ left: UnsafeRawBufferPointer, _ leftCount: Int, _ right: UnsafeRawBufferPointer, _ rightCount: Int
  )
    -> Int
  {
    let a = fold(UnsafeBufferPointer(rebasing: left.bindMemory(to: UInt8.self)[..<leftCount]))
    let b = fold(UnsafeBufferPointer(rebasing: right.bindMemory(to: UInt8.self)[..<rightCount]))
    if a == b { return 0 }
    return a.lexicographicallyPrecedes(b) ? -1 : 1
  }

  private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar.value {
    case 0..<0x80: bytes.append(lower(UInt8(scalar.value)))
    case 0x300...0x36F: break
    case 0xC0..<0x180: append(latin[Int(scalar.value) - 0xC0], scalar, to: &bytes)
    default: bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    }
  }

  private static func append(_ base: StaticString, _ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    if base.utf8CodeUnitCount == 0 {
      bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    } else {
      base.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
  }

  /// Base letters of U+00C0 to U+017F (Latin-1 Supplement from À, Latin Extended-A). Empty: no base letter, lower case only.
  private static let latin: [StaticString] = [
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    "", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "", "y",
    "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",
    "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",
    "i", "i", "ij", "ij", "j", "j", "k", "k", "", "l", "l", "l", "l", "l", "l", "l",
    "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "", "", "o", "o", "o", "o",
    "o", "o", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",
    "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",
    "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",
  ]
}
