/// `$metadata` as it is sent, and the tag by which clients know it again.
struct MetadataDocument {
  let bytes: [UInt8]
  let etag: String

  init(_ bytes: [UInt8]) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    self.bytes = bytes
    etag = "W/\"\(String(hash, radix: 16))\""
  }
}
