/// What an archive may unpack to. The figures are ours [proposed]: a package of a hundred thousand customers with all their columns has
/// about 100 MB and shrinks to a twentieth.
public struct ZipLimits: Hashable, Sendable {
  public var entriesMax: Int
  /// Bytes of a single entry, unpacked.
  public var entryBytesMax: Int
  /// Bytes of all entries together, unpacked.
  public var bytesMax: Int
  /// How many times its packed size an entry may grow to, once it is larger than `ratioFreeBytes`.
  public var ratioMax: Int
  public var ratioFreeBytes: Int

  public init(
    entriesMax: Int = 1_000, entryBytesMax: Int = 1 << 30, bytesMax: Int = 1 << 31, ratioMax: Int = 400, ratioFreeBytes: Int = 16 << 20
  ) {
    self.entriesMax = entriesMax
    self.entryBytesMax = entryBytesMax
    self.bytesMax = bytesMax
    self.ratioMax = ratioMax
    self.ratioFreeBytes = ratioFreeBytes
  }
}
