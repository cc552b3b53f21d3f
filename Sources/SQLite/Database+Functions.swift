import CSQLite

/// The arguments of a call from SQL into Swift. Valid during the call only.
public struct FunctionArguments {
  let values: UnsafeMutablePointer<OpaquePointer?>?
  public let count: Int

  public func isNull(_ index: Int) -> Bool { sqlite3_value_type(value(index)) == SQLITE_NULL }

  /// The number; 0 for null.
  public func int(_ index: Int) -> Int64 { sqlite3_value_int64(value(index)) }

  /// Lends the UTF-8 of a text without a copy; empty for null.
  public func withText<T>(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
    let value = value(index)
    guard let start = sqlite3_value_text(value) else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    return body(UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value))))
  }

  private func value(_ index: Int) -> OpaquePointer? {
    precondition(index < count, "the function has \(count) arguments")
    return values?[index]
  }
}

/// What a Swift function called from SQL answers.
public enum FunctionResult: Sendable {
  case null
  case int(Int64)
  case text(String)
  /// The statement fails with this sentence as its message.
  case failure(String)
}

/// Keeps a closure alive for as long as SQLite may call it.
private final class Box<Body> {
  let body: Body
  init(_ body: Body) { self.body = body }
}

extension Database {
  public typealias Comparison = (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Int

  /// Adds a collation: an order of texts, told as less than, equal to or greater than zero over their UTF-8.
  ///
  /// It must be a total order, and the same one for as long as the database lives: indexes are built on it.
  public func addCollation(_ name: String, _ compare: @escaping Comparison) throws(SQLiteError) {
    let box = Unmanaged.passRetained(Box(compare))
    let code = sqlite3_create_collation_v2(
      handle, name, SQLITE_UTF8, box.toOpaque(),
      { context, leftCount, left, rightCount, right in
        guard let context else { return 0 }
        let compare = Unmanaged<Box<Comparison>>.fromOpaque(context).takeUnretainedValue().body
        let result = compare(
          UnsafeRawBufferPointer(start: left, count: Int(leftCount)), UnsafeRawBufferPointer(start: right, count: Int(rightCount)))
        return Int32(result.signum())
      },
      { context in if let context { Unmanaged<Box<Comparison>>.fromOpaque(context).release() } })
    if code != SQLITE_OK {
      // Unlike sqlite3_create_function_v2, this one does not call the destructor when it fails.
      box.release()
      throw SQLiteError(handle)
    }
  }

  public typealias Function = (FunctionArguments) -> FunctionResult

  /// Adds a function that SQL can call. It must answer the same for the same arguments.
  public func addFunction(_ name: String, argumentCount: Int, _ body: @escaping Function) throws(SQLiteError) {
    let code = sqlite3_create_function_v2(
      handle, name, Int32(argumentCount), SQLITE_UTF8 | SQLITE_DETERMINISTIC, Unmanaged.passRetained(Box(body)).toOpaque(),
      { context, count, values in
        guard let context, let data = sqlite3_user_data(context) else { return }
        let body = Unmanaged<Box<Function>>.fromOpaque(data).takeUnretainedValue().body
        switch body(FunctionArguments(values: values, count: Int(count))) {
        case .null: sqlite3_result_null(context)
        case .int(let number): sqlite3_result_int64(context, number)
        case .text(let text): csqlite_result_text_copy(context, text, Int32(text.utf8.count))
        case .failure(let message): sqlite3_result_error(context, message, -1)
        }
      }, nil, nil,
      { data in if let data { Unmanaged<Box<Function>>.fromOpaque(data).release() } })
    if code != SQLITE_OK { throw SQLiteError(handle) }
  }
}
