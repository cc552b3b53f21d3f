import Logging
import NIOCore
import NIOHTTP1
import OData

/// One connection: gathers each request, has it answered, and writes the answers in the order of the requests.
///
/// It stands behind NIO's decoder and pipeline handler, so that requests come one at a time; it waits for a whole body, because
/// the twins take and give whole messages. Every phase has its time, checked by one ticking timer instead of one for every
/// request. What HTTP itself refuses is answered here in plain text, then the connection closes: after a head or body that was
/// not understood, nobody knows where the next request begins.
final class HTTPConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// What the connection is waiting for.
  private enum Phase {
    /// The first byte of the next request.
    case idle
    /// The rest of a head.
    case head
    /// The rest of a body.
    case body
    /// The answer.
    case answer
    /// The client, to read the last answer and close.
    case lingering
  }

  private let service: RequestService
  private let logger: Logger
  private let watch: ByteWatch
  private var limits: ServerLimits { service.configuration.limits }

  private var phase = Phase.idle
  private var phaseBegan = NIODeadline.uptimeNanoseconds(0)
  private var head: RequestHead?
  private var body: [UInt8] = []
  private var bodyBytes = 0
  private var requestBegan = NIODeadline.uptimeNanoseconds(0)
  /// When the client stopped taking what is written.
  private var blockedSince: NIODeadline?
  /// What to answer to a head that never ended.
  private var lateRefusal: PlainRefusal?
  private var tick: RepeatedTask?
  /// The answering of the request; cancelled when the client goes away, so that nobody works for nobody.
  private var work: Task<Void, Never>?
  private var context: ChannelHandlerContext?
  private var client = "?"

  init(service: RequestService, watch: ByteWatch, logger: Logger) {
    self.service = service
    self.watch = watch
    self.logger = logger
  }

  // MARK: The channel's life

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    client = context.remoteAddress?.ipAddress ?? "?"
    // A connection that was opened is expected to say something.
    enter(.head)
    let interval = TimeAmount.milliseconds(limits.tickMilliseconds)
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    tick = context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in bound.value.checkTime() }
    watch.onFirstByte = { bound.value.firstByte() }
  }

  func handlerRemoved(context: ChannelHandlerContext) { end() }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  private func end() {
    tick?.cancel()
    tick = nil
    watch.onFirstByte = nil
    context = nil
    work?.cancel()
    work = nil
    dropBody()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed? = event as? ChannelEvent {
      switch phase {
      case .idle, .head, .lingering: context.close(promise: nil)
      case .answer:
        // Whether it has gone or only has no more to say cannot be told. What comes of the answer is still sent.
        head?.keepsAlive = false
        work?.cancel()
      // The decoder reports the missing end as an error of its own.
      case .body: break
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    blockedSince = context.channel.isWritable ? nil : context.eventLoop.now
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    // More of what was given up already.
    case is ByteToMessageDecoderError: break
    case let error as HTTPParserError:
      if phase == .lingering { return }
      refuse(lateRefusal ?? refusal(for: error))
    default:
      // A connection reset, a TLS handshake with something that is no TLS client: nobody is there to answer.
      logger.debug("connection from \(client) closed: \(error)")
      context.close(promise: nil)
    }
  }

  // MARK: Requests

  private func firstByte() { if phase == .idle { enter(.head) } }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch (phase, Self.unwrapInboundIn(data)) {
    case (.idle, .head(let head)), (.head, .head(let head)): begin(head)
    case (.body, .body(let bytes)): take(bytes)
    case (.body, .end):
      watch.expectRequestLine()
      answer()
    // The rest of what was refused.
    default: break
    }
  }

  private func begin(_ message: HTTPRequestHead) {
    requestBegan = context?.eventLoop.now ?? requestBegan
    do {
      let head = try RequestHead(message, limits: limits)
      self.head = head
      if head.hasBody, head.expectsContinue {
        context?.writeAndFlush(Self.wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
      }
      if let length = head.contentLength { body.reserveCapacity(min(length, 1 << 20)) }
      enter(.body)
    } catch {
      refuse(error, method: message.method.rawValue, target: message.uri)
    }
  }

  private func take(_ bytes: ByteBuffer) {
    let count = bytes.readableBytes
    guard bodyBytes + count <= limits.bodyBytesMax else { return refuse(.bodyTooLarge(limits)) }
    guard service.reserve(count) else {
      return refuse(
        PlainRefusal(
          status: 503, reason: "Too many large bodies at once; try again.", headers: ["Retry-After": "1"]))
    }
    bodyBytes += count
    body.append(contentsOf: bytes.readableBytesView)
  }

  private func dropBody() {
    if bodyBytes > 0 { service.release(bodyBytes) }
    bodyBytes = 0
    body = []
  }

  /// Has the request answered, away from the event loop.
  private func answer() {
    guard let context, let head else { return }
    enter(.answer)
    var bytes: [UInt8] = []
    swap(&bytes, &body)
    let loop = context.eventLoop
    let bound = NIOLoopBound(self, eventLoop: loop)
    work = Task { [service] in
      let answer = await service.answer(head, bytes)
      loop.execute { if let answer { bound.value.send(answer) } else { bound.value.drop() } }
    }
  }

  // MARK: Answers

  private func send(_ answer: OData.HTTPResponse) {
    guard context != nil, phase == .answer, let head else { return }
    work = nil
    write(answer, isHead: head.isHead, keepsAlive: head.keepsAlive)
    log(head.isHead ? "HEAD" : head.method.rawValue, head.target, answer)
  }

  /// Closes the connection in the middle of a request, as a network that fails does.
  private func drop() {
    guard phase == .answer else { return }
    dropBody()
    context?.close(promise: nil)
  }

  /// Answers what HTTP itself refuses, and gives the connection up.
  private func refuse(_ refusal: PlainRefusal, method: String? = nil, target: String? = nil) {
    let response = refusal.response
    write(response, isHead: method == "HEAD" || head?.isHead == true, keepsAlive: false)
    log(method ?? head?.method.rawValue ?? "?", target ?? head?.target ?? "?", response)
  }

  private func write(_ answer: OData.HTTPResponse, isHead: Bool, keepsAlive: Bool) {
    guard let context else { return }
    var message = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status))
    message.headers.reserveCapacity(answer.headers.fields.count + 3)
    for field in answer.headers.fields { message.headers.add(name: field.name, value: field.value) }
    message.headers.add(name: "Date", value: service.date.text())
    // 204 and 304 have no body and no length (RFC 9110, 8.6).
    let hasBody = answer.status != 204 && answer.status != 304
    if hasBody { message.headers.add(name: "Content-Length", value: String(answer.body.count)) }
    if !keepsAlive { message.headers.add(name: "Connection", value: "close") }
    context.write(Self.wrapOutboundOut(.head(message)), promise: nil)
    if hasBody, !isHead, !answer.body.isEmpty {
      context.write(Self.wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: answer.body)))), promise: nil)
    }
    service.memory.afterMessage(of: max(bodyBytes, answer.body.count))
    dropBody()
    // Before the end is written: the pipeline handler hands the next request over while it passes it on.
    enter(keepsAlive ? .idle : .lingering)
    if keepsAlive {
      context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    } else {
      let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
      context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).whenComplete { _ in bound.value.closeOutput() }
    }
  }

  /// Closes our half only. Closing both while the client still sends would reset the connection and take the answer with it
  /// (RFC 9112, 9.6).
  private func closeOutput() {
    guard let context else { return }
    let channel = context.channel
    context.close(mode: .output).whenFailure { _ in channel.close(promise: nil) }
  }

  private func log(_ method: String, _ target: String, _ answer: OData.HTTPResponse) {
    guard let context else { return }
    let microseconds = (context.eventLoop.now - requestBegan).nanoseconds / 1000
    service.log.write(
      method, target, status: answer.status, bytes: answer.body.count, microseconds: microseconds, client: client)
  }

  private func refusal(for error: HTTPParserError) -> PlainRefusal {
    switch error {
    case .headerOverflow: phase != .body && watch.isInRequestLine ? .urlTooLong(limits) : .headersTooLarge(limits)
    case .invalidVersion, .paused: PlainRefusal(status: 505, reason: "This server speaks HTTP/1.1.")
    default: PlainRefusal(status: 400, reason: "This is not valid HTTP: \(error).")
    }
  }

  // MARK: Time

  private func enter(_ phase: Phase) {
    self.phase = phase
    phaseBegan = context?.eventLoop.now ?? phaseBegan
  }

  private func checkTime() {
    guard let context else { return }
    let now = context.eventLoop.now
    if let blockedSince, now - blockedSince > .seconds(Int64(limits.writeSeconds)) { return context.close(promise: nil) }
    let elapsed = now - phaseBegan
    switch phase {
    case .idle: if elapsed > .seconds(Int64(limits.idleSeconds)) { context.close(promise: nil) }
    case .head:
      guard elapsed > .seconds(Int64(limits.headerSeconds)) else { return }
      // A connection that never said a word gets none either.
      if watch.hasBytes { refuseLate("header", limits.headerSeconds) } else { context.close(promise: nil) }
    case .body:
      let earned = Int64(bodyBytes / max(1, limits.bodyBytesPerSecondMin))
      if elapsed > .seconds(Int64(limits.bodySeconds) + earned) { refuseLate("body", limits.bodySeconds) }
    case .answer: break
    case .lingering: if elapsed > .seconds(Int64(limits.lingerSeconds)) { context.close(promise: nil) }
    }
  }

  private func refuseLate(_ part: String, _ seconds: Int) {
    let refusal = PlainRefusal(status: 408, reason: "The \(part) did not arrive within \(seconds) seconds.")
    if phase == .head {
      // The pipeline handler lets no answer through before there is a request; a parser's error stands for one.
      lateRefusal = refusal
      context?.pipeline.fireErrorCaught(HTTPParserError.closedConnection)
    } else {
      refuse(refusal)
    }
  }
}
