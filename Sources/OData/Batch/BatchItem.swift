/// One step of a `$batch` request: a single request, or a change set whose requests succeed or fail together.
public enum BatchItem: Hashable, Sendable {
  case request(BatchPart)
  case changeSet([BatchPart])
}

/// A request inside a batch.
public struct BatchPart: Hashable, Sendable {
  /// The name by which later requests of the change set refer to this one (`$1`).
  public var contentID: String?
  /// The target is as the client wrote it, less scheme and host: `/api/data/v9.2/accounts` or, relative to the service
  /// root, `accounts` and `$1/contact_customer_accounts`.
  public var request: HTTPRequest

  public init(contentID: String? = nil, request: HTTPRequest) {
    self.contentID = contentID
    self.request = request
  }
}

/// The answer to one step of a batch. A change set that failed is answered by a single response.
public enum BatchAnswer: Hashable, Sendable {
  case response(BatchResponsePart)
  case changeSet([BatchResponsePart])
}

/// A response inside a batch.
public struct BatchResponsePart: Hashable, Sendable {
  public var contentID: String?
  public var response: HTTPResponse

  public init(contentID: String? = nil, response: HTTPResponse) {
    self.contentID = contentID
    self.response = response
  }
}

/// A multipart body that is not a `$batch`.
public struct BatchError: Error, Hashable, Sendable, CustomStringConvertible {
  public let message: String
  /// Byte offset into the body; 0 where the content type is at fault.
  public let offset: Int

  public init(message: String, offset: Int = 0) {
    self.message = message
    self.offset = offset
  }

  public var description: String { "\(message) at byte \(offset) of the batch" }
}

/// How much a batch may hold before reading stops. Products refuse earlier, with errors of their own.
public struct BatchLimits: Hashable, Sendable {
  /// Requests in the batch, those of change sets included. Dataverse takes 1,000 [sourced: "execute batch"], finance and
  /// operations 5,000 [sourced: service protection page].
  public var partsMax: Int
  /// Bytes of the header block of one part, and of the headers of the request in it.
  public var headerBytesMax: Int

  public init(partsMax: Int = 10_000, headerBytesMax: Int = 65_536 + 16_384) {
    self.partsMax = partsMax
    self.headerBytesMax = headerBytesMax
  }
}
