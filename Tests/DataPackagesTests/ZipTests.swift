import CZip
import DataPackages
import OData
import Testing

/// An archive made with whatever libzip lets one do, also what no honest packer does.
private func archive(_ entries: [(name: String, bytes: [UInt8])], encrypted: Bool = false) throws -> [UInt8] {
  var error = zip_error_t()
  let target = try #require(zip_source_buffer_create(nil, 0, 0, &error))
  zip_source_keep(target)
  defer { zip_source_free(target) }
  let archive = try #require(zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error))
  var memories: [UnsafeMutableRawBufferPointer] = []
  defer { for memory in memories { memory.deallocate() } }
  for entry in entries {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, entry.bytes.count), alignment: 1)
    memory.copyBytes(from: entry.bytes)
    memories.append(memory)
    let source = try #require(zip_source_buffer(archive, memory.baseAddress, UInt64(entry.bytes.count), 0))
    let index = zip_file_add(archive, entry.name, source, 0)
    try #require(index >= 0)
    if encrypted { try #require(zip_file_set_encryption(archive, UInt64(index), UInt16(ZIP_EM_AES_256), "secret") == 0) }
  }
  try #require(zip_close(archive) == 0)
  try #require(zip_source_open(target) == 0)
  defer { zip_source_close(target) }
  zip_source_seek(target, 0, SEEK_END)
  let size = Int(zip_source_tell(target))
  zip_source_seek(target, 0, SEEK_SET)
  var bytes = [UInt8](repeating: 0, count: size)
  try #require(zip_source_read(target, &bytes, UInt64(size)) == size)
  return bytes
}

private func unpack(_ bytes: [UInt8]) throws {
  let archive = try ZipReader(bytes)
  for entry in archive.entries { _ = try archive.contents(of: entry) }
}

private let moment = Timestamp("2018-04-03T08:00:00Z")!

struct ZipTests {
  @Test("What is packed is unpacked again, empty files and large ones too, and the same files give the same bytes")
  func roundTrip() throws {
    let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7 / 3) }
    let files: [(name: String, bytes: [UInt8])] = [("empty.csv", []), ("Käufer.csv", Array("ä,ö".utf8)), ("large.bin", large)]
    let bytes = try ZipWriter.pack(files, at: moment)
    #expect(try ZipWriter.pack(files, at: moment) == bytes)
    let archive = try ZipReader(bytes)
    #expect(archive.entries.map(\.name) == files.map(\.name))
    for (entry, file) in zip(archive.entries, files) { #expect(try archive.contents(of: entry) == file.bytes) }
    #expect(archive.entry(named: "EMPTY.CSV")?.size == 0)
  }

  @Test(
    "Names that lead elsewhere are refused",
    arguments: ["../evil.csv", "a/../../evil.csv", "/etc/passwd", "C:evil.csv", "a\\evil.csv", "a//b.csv", "./a.csv", "a\nb.csv"])
  func badNames(name: String) throws {
    let bytes = try archive([(name, [1])])
    #expect(throws: ZipError.badName(name)) { try ZipReader(bytes) }
  }

  @Test("Two entries of one name are refused, also where only the case differs")
  func duplicates() throws {
    let differing = try archive([("Manifest.xml", [1]), ("MANIFEST.XML", [2])])
    #expect(throws: ZipError.duplicate("MANIFEST.XML")) { try ZipReader(differing) }
    var same = try archive([("a.csv", [1]), ("b.csv", [2])])
    for index in same.indices.dropLast(5) where Array(same[index..<index + 5]) == Array("b.csv".utf8) { same[index] = UInt8(ascii: "a") }
    let error = #expect(throws: ZipError.self) { try ZipReader(same) }
    guard case .duplicate? = error else {
      Issue.record("\(String(describing: error)) is no complaint about a name that is there twice")
      return
    }
    #expect(throws: ZipError.duplicate("A.csv")) { try ZipWriter.pack([("a.csv", []), ("A.csv", [])], at: moment) }
  }

  @Test("An archive that would unpack to more than is allowed is refused before anything is unpacked")
  func bombs() throws {
    let zeros = try archive([("zeros.csv", [UInt8](repeating: 0x30, count: 40 << 20))])
    #expect(zeros.count < 100_000)
    #expect(throws: ZipError.suspiciousRatio(name: "zeros.csv")) { try ZipReader(zeros) }
    #expect(throws: ZipError.tooLarge(name: "zeros.csv", limit: 1 << 20)) {
      try ZipReader(zeros, limits: ZipLimits(entryBytesMax: 1 << 20))
    }
    let two = try archive([("a.csv", Array(repeating: 1, count: 600)), ("b.csv", Array(repeating: 2, count: 600))])
    #expect(throws: ZipError.tooLarge(name: nil, limit: 1000)) { try ZipReader(two, limits: ZipLimits(bytesMax: 1000)) }
    #expect(throws: ZipError.tooManyEntries(2, limit: 1)) { try ZipReader(two, limits: ZipLimits(entriesMax: 1)) }
  }

  @Test("An entry that lies about its size is found out when it is unpacked")
  func lyingSize() throws {
    var bytes = try ZipWriter.pack([("a.csv", Array("1234567890123456789012345678901234567890".utf8))], at: moment)
    // The size unpacked: in the local header at 22, in the directory at 24 behind its mark.
    let directory = try #require(bytes.indices.first { Array(bytes[$0...].prefix(4)) == [0x50, 0x4B, 1, 2] })
    for place in [22, directory + 24] { bytes[place] = 20 }
    let error = #expect(throws: ZipError.self) { try unpack(bytes) }
    #expect(error?.description.contains("damaged") == true)
  }

  @Test("An encrypted archive is refused as such")
  func encrypted() throws {
    let bytes = try archive([("a.csv", [1, 2, 3])], encrypted: true)
    #expect(throws: ZipError.encrypted("a.csv")) { try ZipReader(bytes) }
  }

  @Test("What is no archive, or is cut off or changed, is refused and never crashes")
  func damaged() throws {
    #expect(throws: ZipError.self) { try ZipReader([]) }
    #expect(throws: ZipError.self) { try ZipReader(Array("no archive at all".utf8)) }
    let whole = try ZipWriter.pack([("a.csv", Array("NAME\r\nContoso\r\nFabrikam\r\n".utf8)), ("b.csv", [1, 2, 3])], at: moment)
    for count in 0..<whole.count {
      #expect(throws: ZipError.self, "cut off at \(count)") { try ZipReader(Array(whole[..<count])) }
    }
    // Any byte may be wrong: then the archive is refused, or an entry is, or it was a byte that does not matter.
    for index in whole.indices {
      var changed = whole
      changed[index] ^= 0x55
      let outcome = Result { try unpack(changed) }
      if case .failure(let error) = outcome { #expect(error is ZipError, "byte \(index): \(error)") }
    }
    var wrongData = whole
    wrongData[40] ^= 0x55
    #expect(throws: ZipError.self) { try unpack(wrongData) }
  }
}
