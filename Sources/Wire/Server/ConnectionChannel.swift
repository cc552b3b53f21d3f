import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// What Hummingbird's server sets up for every connection it accepts.
struct ConnectionChannel: ServerChildChannel {
  let service: RequestService

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
    channel.eventLoop.makeCompletedFuture {
      let limits = service.configuration.limits
      // The decoder's own bounds lie above ours, so that a request that is a little too large still gets the fitting answer.
      var decoderLimits = NIOHTTPDecoderLimitConfiguration()
      decoderLimits.maxHeaderFieldSize = limits.urlBytesMax + limits.headerBytesMax
      decoderLimits.maxHeaderListSize = limits.urlBytesMax + limits.headerBytesMax
      decoderLimits.maxHeaderFieldCount = limits.headerCountMax + 1
      let watch = ByteWatch()
      let pipeline = channel.pipeline.syncOperations
      try pipeline.addHandler(watch)
      try pipeline.addHandler(HTTPResponseEncoder())
      try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: decoderLimits)))
      try pipeline.addHandler(HTTPServerPipelineHandler())
      try pipeline.addHandler(HTTPConnection(service: service, watch: watch, logger: logger))
      return Connection(channel: channel)
    }
  }

  /// Ends when the connection does; cuts it off when the server must not wait any longer.
  func handle(value: Connection, logger: Logger) async {
    await withTaskCancellationHandler {
      // A connection that ended in whatever way has ended.
      _ = try? await value.channel.closeFuture.get()
    } onCancel: {
      value.channel.close(promise: nil)
    }
  }

  struct Connection: ServerChildChannelValue {
    let channel: any Channel
  }
}
