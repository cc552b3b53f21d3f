import Synchronization

/// What was worked out of a model when somebody first asked for it, kept for all twins that share the model: a new world then does not
/// work it out again.
public final class DerivedValues: Sendable {
  private final class Place: Sendable {
    let value = Mutex<(any Sendable)?>(nil)
  }

  private let places = Mutex<[String: Place]>([:])

  public init() {}

  /// The value of that name.
  /// - Parameter make: makes it of the model alone, so that it does not matter which twin asks first. Whoever asks meanwhile waits. It may
  ///   ask for values of other names, not for its own.
  public func value<T: Sendable, Failure>(_ name: String, make: () throws(Failure) -> T) throws(Failure) -> T {
    let place = places.withLock { places in
      if let known = places[name] { return known }
      let new = Place()
      places[name] = new
      return new
    }
    return try place.value.withLock { (value) throws(Failure) in
      if let known = value as? T { return known }
      let made = try make()
      value = made
      return made
    }
  }
}
