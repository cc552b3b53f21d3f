/// The name of a member, quoted and escaped once, with its colon: what a payload of many rows repeats in every row.
public struct JSONName: Sendable {
  public let bytes: [UInt8]

  public init(_ name: String) {
    var writer = JSONWriter(reservingCapacity: name.utf8.count + 3)
    writer.name(name)
    bytes = writer.bytes
  }
}
