import CZip
public import OData

/// Packs files into a ZIP archive, by libzip: the same files at the same moment give the same bytes.
public enum ZipWriter {
  /// - Parameters:
  ///   - moment: what the files are dated, to two seconds, as the format has it.
  ///   - level: 1 is fast, 9 is small. A data file of mostly blank columns gains little from more than 1 [measured].
  /// - Throws: `ZipError.duplicate` for two files of one name, `ZipError.damaged` with the library's reason.
  public static func pack(_ files: [(name: String, bytes: [UInt8])], at moment: Timestamp, level: UInt32 = 1) throws(ZipError) -> [UInt8] {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { throw .damaged(String(cString: zip_error_strerror(&error))) }
    // Kept over the closing of the archive, which gives one reference back.
    zip_source_keep(target)
    defer { zip_source_free(target) }
    guard let archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error) else {
      zip_source_free(target)
      throw .damaged(String(cString: zip_error_strerror(&error)))
    }
    // What is added is read when the archive is closed.
    var memories: [UnsafeMutableRawBufferPointer] = []
    defer { for memory in memories { memory.deallocate() } }
    let (date, time) = dosMoment(moment)
    var names: Set<String> = []
    for file in files {
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(file.bytes.count, 1), alignment: 1)
      memory.copyBytes(from: file.bytes)
      memories.append(memory)
      guard names.insert(file.name.lowercased()).inserted else {
        zip_discard(archive)
        throw .duplicate(file.name)
      }
      guard let source = zip_source_buffer(archive, memory.baseAddress, UInt64(file.bytes.count), 0) else {
        throw discarding(archive)
      }
      let index = zip_file_add(archive, file.name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
      guard index >= 0 else {
        zip_source_free(source)
        throw discarding(archive)
      }
      guard zip_set_file_compression(archive, UInt64(index), ZIP_CM_DEFLATE, level) == 0,
        zip_file_set_dostime(archive, UInt64(index), time, date, 0) == 0
      else { throw discarding(archive) }
    }
    guard zip_close(archive) == 0 else { throw discarding(archive) }
    return try contents(of: target)
  }

  private static func discarding(_ archive: OpaquePointer) -> ZipError {
    let reason = String(cString: zip_strerror(archive))
    zip_discard(archive)
    return .damaged(reason)
  }

  private static func contents(of source: OpaquePointer) throws(ZipError) -> [UInt8] {
    guard zip_source_open(source) == 0 else { throw .damaged("the archive cannot be read back") }
    defer { zip_source_close(source) }
    guard zip_source_seek(source, 0, SEEK_END) == 0 else { throw .damaged("the archive cannot be read back") }
    let size = Int(zip_source_tell(source))
    guard size >= 0, zip_source_seek(source, 0, SEEK_SET) == 0 else { throw .damaged("the archive cannot be read back") }
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      while initialized < size {
        let count = zip_source_read(source, buffer.baseAddress?.advanced(by: initialized), UInt64(size - initialized))
        if count <= 0 { break }
        initialized += Int(count)
      }
    }
  }

  /// Date and time as MS-DOS writes them; the format knows no years before 1980.
  private static func dosMoment(_ moment: Timestamp) -> (date: UInt16, time: UInt16) {
    let (year, month, day) = moment.date.civil
    let seconds = Int((moment.milliseconds - Timestamp(date: moment.date).milliseconds) / 1000)
    guard (1980...2107).contains(year) else { return (0x21, 0) }
    let date = (year - 1980) << 9 | month << 5 | day
    let time = (seconds / 3600) << 11 | (seconds / 60 % 60) << 5 | (seconds % 60) / 2
    return (UInt16(date), UInt16(time))
  }
}
