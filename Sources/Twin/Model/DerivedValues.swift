import Synchronization

/// What was worked out of a model when somebody first asked for it, kept for all twins that share the model: a new world then does not
/// work it out again.
public final class DerivedValues: Sendable {
  private let values = Mutex<[String: any Sendable]>([:])

  public init() {}

  /// The value of that name.
  /// - Parameter make: makes it of the model alone, so that it does not matter which twin asks first. Two that ask at once may both make
  ///   it.
  public func value<T: Sendable, Failure>(_ name: String, make: () throws(Failure) -> T) throws(Failure) -> T {
    if let known = values.withLock({ $0[name] }) as? T { return known }
    let made = try make()
    values.withLock { $0[name] = made }
    return made
  }
}
