import Synchronization

/// A value that is made when somebody first looks at it: a model has thousands of columns to describe, and clients ask about a few tables.
public final class MadeLater<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)
  private let make: @Sendable () -> Value

  /// - Parameter make: called at most once, and must not look at the value itself.
  public init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  public var value: Value {
    made.withLock { made in
      if let made { return made }
      let value = make()
      made = value
      return value
    }
  }
}
