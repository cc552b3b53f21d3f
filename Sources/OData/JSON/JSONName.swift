/// The name of a member, quoted and escaped once, with its colon: what a payload of many rows repeats in every row.
public struct JSONName: Sendable {
  /// `,"name":""`: the whole of an empty member, of which every other is a part. Every member but the first needs the comma.
  let emptyMember: [UInt8]

  /// Bytes it takes in a payload, comma included.
  public var count: Int { emptyMember.count - 2 }

  public init(_ name: String) {
    var writer = JSONWriter(reservingCapacity: name.utf8.count + 3)
    writer.name(name)
    emptyMember = [UInt8(ascii: ",")] + writer.bytes + [UInt8(ascii: "\""), UInt8(ascii: "\"")]
  }
}
