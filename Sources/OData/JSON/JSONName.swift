/// The name of a member, quoted and escaped once, with its colon: what a payload of many rows repeats in every row.
public struct JSONName: Sendable {
  /// `,"name":`. Every member but the first needs the comma.
  let withComma: [UInt8]
  /// `,"name":""`.
  let emptyMember: [UInt8]

  /// Bytes it takes in a payload, comma included.
  public var count: Int { withComma.count }

  public init(_ name: String) {
    var writer = JSONWriter(reservingCapacity: name.utf8.count + 3)
    writer.name(name)
    withComma = [UInt8(ascii: ",")] + writer.bytes
    emptyMember = withComma + [UInt8(ascii: "\""), UInt8(ascii: "\"")]
  }
}
