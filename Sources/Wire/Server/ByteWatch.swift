import NIOCore

/// Sees the bytes before they are parsed: when the first of a request arrives, and whether its first line is complete. Neither can
/// be told from what the decoder hands on.
final class ByteWatch: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// Told of every arrival.
  var onFirstByte: (() -> Void)?
  /// Whether anything ever arrived.
  private(set) var hasBytes = false
  /// Whether the first line of the request that is coming in is not complete yet.
  private(set) var isInRequestLine = true

  /// The next request begins.
  func expectRequestLine() { isInRequestLine = true }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    hasBytes = true
    if isInRequestLine, Self.unwrapInboundIn(data).readableBytesView.contains(UInt8(ascii: "\n")) { isInRequestLine = false }
    onFirstByte?()
    context.fireChannelRead(data)
  }
}
