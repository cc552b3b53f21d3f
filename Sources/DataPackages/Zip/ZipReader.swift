import CZip
import OData

/// A ZIP archive in memory, read by libzip. Nothing is unpacked before its name and size were found harmless.
///
/// Belongs to one thread.
public final class ZipReader {
  public struct Entry: Hashable, Sendable {
    public let name: String
    /// Bytes unpacked and packed, as the archive says.
    public let size: Int
    public let packedSize: Int
    fileprivate let index: UInt64
  }

  public let entries: [Entry]
  private let archive: OpaquePointer
  /// libzip reads from here as long as the archive is open.
  private let memory: UnsafeMutableRawBufferPointer

  /// - Throws: `ZipError` for anything but an archive that can be unpacked safely: names that lead elsewhere or stand twice, encryption,
  ///   sizes beyond the limits.
  public init(_ bytes: [UInt8], limits: ZipLimits = ZipLimits()) throws(ZipError) {
    // To the library nothing at all is an archive without entries.
    guard !bytes.isEmpty else { throw .damaged("it is empty") }
    memory = .allocate(byteCount: max(bytes.count, 1), alignment: 1)
    memory.copyBytes(from: bytes)
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let source = zip_source_buffer_create(memory.baseAddress, UInt64(bytes.count), 0, &error) else {
      let reason = Self.text(&error)
      memory.deallocate()
      throw .damaged(reason)
    }
    guard let opened = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) else {
      let reason = Self.text(&error)
      let isDuplicate = zip_error_code_zip(&error) == ZIP_ER_EXISTS
      zip_source_free(source)
      memory.deallocate()
      throw isDuplicate ? .duplicate("of the same name") : .damaged(reason)
    }
    archive = opened
    do {
      entries = try Self.entries(of: opened, limits)
    } catch {
      zip_discard(opened)
      memory.deallocate()
      throw error
    }
  }

  deinit {
    zip_discard(archive)
    memory.deallocate()
  }

  /// Unpacks an entry.
  /// - Throws: `ZipError.damaged` when it is not what the archive says it is.
  public func contents(of entry: Entry) throws(ZipError) -> [UInt8] {
    guard let file = zip_fopen_index(archive, entry.index, 0) else { throw .damaged(lastError) }
    defer { zip_fclose(file) }
    var failure: ZipError?
    let bytes = [UInt8](unsafeUninitializedCapacity: entry.size) { buffer, initialized in
      while initialized < entry.size {
        let count = zip_fread(file, buffer.baseAddress?.advanced(by: initialized), UInt64(entry.size - initialized))
        guard count > 0 else {
          failure = .damaged("'\(entry.name)' ends early or does not match its checksum")
          return
        }
        initialized += Int(count)
      }
    }
    if let failure { throw failure }
    // The checksum is looked at when the end has been reached; and there must be an end.
    var one: UInt8 = 0
    guard zip_fread(file, &one, 1) == 0 else { throw .damaged("'\(entry.name)' is longer than it says, or does not match its checksum") }
    return bytes
  }

  /// The entry of that name, without regard to case.
  public func entry(named name: String) -> Entry? { entries.first { $0.name.equalsIgnoringASCIICase(name) } }

  private var lastError: String { String(cString: zip_strerror(archive)) }

  private static func text(_ error: inout zip_error_t) -> String { String(cString: zip_error_strerror(&error)) }

  private static func entries(of archive: OpaquePointer, _ limits: ZipLimits) throws(ZipError) -> [Entry] {
    let count = Int(zip_get_num_entries(archive, 0))
    guard count <= limits.entriesMax else { throw .tooManyEntries(count, limit: limits.entriesMax) }
    var entries: [Entry] = []
    var names: Set<String> = []
    var total = 0
    for index in 0..<UInt64(max(count, 0)) {
      var stat = zip_stat_t()
      zip_stat_init(&stat)
      guard zip_stat_index(archive, index, 0, &stat) == 0, let text = stat.name else { throw .damaged("an entry cannot be read") }
      let name = String(cString: text)
      // Folders have nothing in them but their name.
      if name.hasSuffix("/"), stat.size == 0 {
        try check(String(name.dropLast()))
        continue
      }
      try check(name)
      guard names.insert(name.lowercased()).inserted else { throw .duplicate(name) }
      guard Int32(stat.encryption_method) == ZIP_EM_NONE else { throw .encrypted(name) }
      guard [ZIP_CM_STORE, ZIP_CM_DEFLATE].contains(Int32(stat.comp_method)) else { throw .unsupportedCompression(name) }
      guard let size = Int(exactly: stat.size), size <= limits.entryBytesMax else {
        throw .tooLarge(name: name, limit: limits.entryBytesMax)
      }
      let packed = Int(exactly: stat.comp_size) ?? .max
      if size > limits.ratioFreeBytes, size / limits.ratioMax > packed { throw .suspiciousRatio(name: name) }
      total += size
      guard total <= limits.bytesMax else { throw .tooLarge(name: nil, limit: limits.bytesMax) }
      entries.append(Entry(name: name, size: size, packedSize: packed, index: index))
    }
    return entries
  }

  /// A relative path of plain parts.
  private static func check(_ name: String) throws(ZipError) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard name.utf8.count <= 255, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }),
      !name.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: ":") || $0 == 0x7F })
    else { throw .badName(name) }
  }
}
