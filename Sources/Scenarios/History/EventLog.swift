import OData

/// What happens in a world as one number: every request and its answer in order, the executions of the engine, what became of each step,
/// and the virtual time of all of them. Two runs of one history have the same number, on any machine and any number of threads.
///
/// Belongs to the executor of its world.
public final class EventLog {
  private var sum = Checksum()
  /// Requests so far, those within batches one by one where they are counted so, all senders together.
  public private(set) var requests = 0

  public init() {}

  /// The number so far, as 16 hexadecimal digits.
  public var text: String {
    let digits = String(sum.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Notes what is no request, such as how a step ended.
  public func add(_ text: String) { sum.add(text) }

  public func add(_ number: Int64) { sum.add(UInt64(bitPattern: number)) }

  func exchanged(
    _ sender: Exchange.Sender, _ system: SystemName, _ request: HTTPRequest, _ response: HTTPResponse?, at time: Timestamp
  ) {
    requests += 1
    add(sender.rawValue)
    add(system.rawValue)
    add(time.milliseconds)
    add(request.method.rawValue)
    add(request.target)
    sum.add(request.body)
    // An answer that never came is an event, too.
    add(Int64(response?.status ?? 0))
    if let response { sum.add(response.body) }
  }
}
