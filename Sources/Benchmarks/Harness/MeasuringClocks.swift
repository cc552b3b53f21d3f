/// The clocks a measurement reads. Only executables make one: benchmarks are the one place where real time is the point.
public struct MeasuringClocks {
  /// A steadily growing count of nanoseconds.
  public let wall: @Sendable () -> Int64
  /// Nanoseconds of processor time the process has used, all threads together.
  public let processor: () -> Int64
  /// The part of it that threads playing the client have used; `nil` where there are none.
  public let client: (() -> Int64)?

  public init(wall: @escaping @Sendable () -> Int64, processor: @escaping () -> Int64, client: (() -> Int64)? = nil) {
    self.wall = wall
    self.processor = processor
    self.client = client
  }
}
