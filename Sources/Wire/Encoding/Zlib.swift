import CWire

/// Whole bodies in and out of gzip and deflate.
enum Zlib {
  /// Why compressed bytes could not be read.
  enum Failure: Error, Equatable {
    /// There would be more than the limit; what was inflated so far is thrown away.
    case tooLarge
    /// The bytes are not what they are said to be, or end too early.
    case malformed
  }

  /// The step in which output grows: large enough to need few calls, small against every limit.
  private static let step = 64 * 1024

  /// - Parameters:
  ///   - coding: how the bytes are compressed; `deflate` may come with or without its zlib header, as clients differ.
  ///   - limit: the most bytes that may come out.
  static func inflate(_ bytes: [UInt8], _ coding: ContentCoding, limit: Int) throws(Failure) -> [UInt8] {
    if coding == .identity { return bytes }
    guard !bytes.isEmpty else { throw .malformed }
    var stream = z_stream()
    guard inflateInit2_(&stream, windowBits(coding, bytes), ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw .malformed
    }
    defer { inflateEnd(&stream) }
    var output: [UInt8] = []
    var failure: Failure?
    var chunk = [UInt8](repeating: 0, count: step)
    bytes.withUnsafeBufferPointer { input in
      chunk.withUnsafeMutableBufferPointer { room in
        // zlib only reads the input; its interface predates const.
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        while failure == nil {
          stream.next_out = room.baseAddress
          stream.avail_out = UInt32(room.count)
          let result = CWire.inflate(&stream, Z_NO_FLUSH)
          guard result == Z_OK || result == Z_STREAM_END else {
            failure = .malformed
            return
          }
          let produced = room.count - Int(stream.avail_out)
          guard output.count + produced <= limit else {
            failure = .tooLarge
            return
          }
          output.append(contentsOf: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(room)[..<produced]))
          if result == Z_STREAM_END {
            if stream.avail_in == 0 { return }
            // A gzip body may be several members one after the other (RFC 1952, 2.2).
            guard coding == .gzip, inflateReset(&stream) == Z_OK else {
              failure = .malformed
              return
            }
          }
        }
      }
    }
    if let failure { throw failure }
    return output
  }

  /// - Precondition: `coding` is not `identity`.
  static func deflate(_ bytes: [UInt8], _ coding: ContentCoding) -> [UInt8] {
    var stream = z_stream()
    // The fastest level: answers are JSON and XML, which shrink tenfold even so, and the wire is seldom the bottleneck.
    let started = deflateInit2_(
      &stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + (coding == .gzip ? 16 : 0), 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(started == Z_OK, "zlib has no memory")
    defer { deflateEnd(&stream) }
    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    return [UInt8](unsafeUninitializedCapacity: bound) { room, count in
      bytes.withUnsafeBufferPointer { input in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = room.baseAddress
        stream.avail_out = UInt32(room.count)
        let result = CWire.deflate(&stream, Z_FINISH)
        precondition(result == Z_STREAM_END, "deflateBound was too small")
        count = bound - Int(stream.avail_out)
      }
    }
  }

  private static func windowBits(_ coding: ContentCoding, _ bytes: [UInt8]) -> Int32 {
    if coding == .gzip { return MAX_WBITS + 16 }
    // A zlib header's first two bytes are a multiple of 31 and name method 8 (RFC 1950, 2.2); without one it is bare deflate data.
    let hasHeader = bytes.count >= 2 && bytes[0] & 0x0F == 8 && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
    return hasHeader ? MAX_WBITS : -MAX_WBITS
  }
}
