import NIOCore
import NIOPosix
import Testing

/// Sends bytes to a port as they are and gathers everything that comes back until the server closes.
enum RawConnection {
  static func exchange(_ baseURL: String, _ bytes: [UInt8]) async throws -> String {
    let port = try #require(Int(baseURL.split(separator: ":").last ?? ""))
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel) }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(bytes: bytes))
      var all = ByteBuffer()
      for try await part in inbound { all.writeImmutableBuffer(part) }
      return String(buffer: all)
    }
  }

  static func exchange(_ baseURL: String, _ text: String) async throws -> String {
    try await exchange(baseURL, Array(text.replacing("\n", with: "\r\n").utf8))
  }
}
