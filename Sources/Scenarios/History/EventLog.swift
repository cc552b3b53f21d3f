import OData

/// What happens in a world as one number: every request and its answer in order, the executions of the engine, what became of each step,
/// and the virtual time of all of them. Two runs of one history have the same number, on any machine and any number of threads.
///
/// Belongs to the executor of its world.
public final class EventLog {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325
  /// Requests so far, those within batches one by one where they are counted so, all senders together.
  public private(set) var requests = 0

  public init() {}

  /// The number so far, as 16 hexadecimal digits.
  public var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Notes what is no request, such as how a step ended.
  public func add(_ text: String) {
    var text = text
    text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  public func add(_ number: Int64) { mix(UInt64(bitPattern: number)) }

  func exchanged(
    _ sender: Exchange.Sender, _ system: SystemName, _ request: HTTPRequest, _ response: HTTPResponse?, at time: Timestamp
  ) {
    requests += 1
    add(sender.rawValue)
    add(system.rawValue)
    add(time.milliseconds)
    add(request.method.rawValue)
    add(request.target)
    request.body.withUnsafeBytes { add($0) }
    // An answer that never came is an event, too.
    add(Int64(response?.status ?? 0))
    response?.body.withUnsafeBytes { add($0) }
  }

  /// Eight bytes at a time: answers are large, and a world is to be hashed in a fraction of the time it takes to happen.
  private func add(_ bytes: UnsafeRawBufferPointer) {
    mix(UInt64(bytes.count))
    var offset = 0
    while offset + 8 <= bytes.count {
      mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      offset += 8
    }
    var rest: UInt64 = 0
    for byte in bytes[offset...] { rest = rest << 8 | UInt64(byte) }
    mix(rest)
  }

  /// One round of multiplication and folding, as in wyhash (public domain).
  private func mix(_ word: UInt64) {
    let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    state = (product.high ^ product.low) &+ 0xD6E8_FEB8_6659_FD93
  }
}
