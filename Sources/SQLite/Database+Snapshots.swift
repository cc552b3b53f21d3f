import CSQLite

extension Database {
  /// The whole database as the bytes of a database file.
  /// - Precondition: no transaction is open.
  public func serialize() throws(SQLiteError) -> [UInt8] {
    precondition(!isInTransaction, "a snapshot holds what is committed: take it outside transactions")
    var size: sqlite3_int64 = 0
    guard let image = sqlite3_serialize(handle, "main", &size, 0) else {
      if size == 0 { return [] }
      throw SQLiteError(code: SQLITE_NOMEM, message: "no memory for a snapshot of \(size) bytes")
    }
    defer { sqlite3_free(image) }
    var bytes = Array(UnsafeBufferPointer(start: image, count: Int(size)))
    // Bytes 18 and 19 of the header say that a write-ahead log belongs to the file. The image has none, and could not be
    // read in memory with that mark (file format, section 1.3.4).
    if bytes.count >= 100 {
      bytes[18] = 1
      bytes[19] = 1
    }
    return bytes
  }

  /// Replaces the whole content by that of an image made by `serialize`, in memory or on file alike.
  ///
  /// The pages are copied into the open database, so it stays what it was (memory stays memory, a file stays a file with
  /// its log), and functions, collations and prepared statements go on working.
  /// - Precondition: no transaction is open.
  public func deserialize(_ image: [UInt8]) throws(SQLiteError) {
    precondition(!isInTransaction, "a snapshot replaces everything: restore it outside transactions")
    resetStatements()
    // Pages are not copied into a database whose transaction is open.
    try leaveGround()
    if image.isEmpty { return try copy(from: Database(.memory)) }
    let source = try Database(.memory)
    let code = image.withUnsafeBytes { bytes -> Int32 in
      // Read-only and not freed by SQLite: it reads the array in place, which outlives the copying below.
      let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.assumingMemoryBound(to: UInt8.self)
      let size = sqlite3_int64(bytes.count)
      let attached = sqlite3_deserialize(source.handle, "main", start, size, size, UInt32(SQLITE_DESERIALIZE_READONLY))
      if attached != SQLITE_OK { return attached }
      return Self.copyPages(from: source.handle, to: handle)
    }
    if code != SQLITE_OK {
      throw SQLiteError(code: code, message: "the snapshot cannot be restored: \(String(cString: sqlite3_errstr(code)))")
    }
  }

  private func copy(from source: Database) throws(SQLiteError) {
    let code = Self.copyPages(from: source.handle, to: handle)
    if code != SQLITE_OK { throw SQLiteError(code: code, message: String(cString: sqlite3_errstr(code))) }
  }

  private static func copyPages(from source: OpaquePointer, to destination: OpaquePointer) -> Int32 {
    guard let backup = sqlite3_backup_init(destination, "main", source, "main") else { return sqlite3_errcode(destination) }
    let step = sqlite3_backup_step(backup, -1)
    let finish = sqlite3_backup_finish(backup)
    return step == SQLITE_DONE ? finish : step
  }
}
