/// A small seeded generator (SplitMix64, public domain), so that property tests run the same way every time.
struct TestRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The text with one to three bytes changed, added or taken away; what is not UTF-8 then is repaired.
  mutating func mutated(_ text: String) -> String {
    let alphabet = Array("()[]{}',:;/@$.-+ \t'aeionrtd019TZ=\"%&*_|ü".utf8)
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...3, using: &self) {
      let index = Int.random(in: 0..<bytes.count, using: &self)
      let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &self)]
      switch Int.random(in: 0...2, using: &self) {
      case 0: bytes[index] = byte
      case 1: bytes.insert(byte, at: index)
      default: if bytes.count > 1 { bytes.remove(at: index) }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
