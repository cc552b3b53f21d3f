public import Ambient
public import OData
public import Twin

/// Both systems and the engine on one virtual clock and one seed: where a scenario happens.
///
/// Everything is reached over the protocol, so a world whose systems sit behind real sockets is the same to a scenario
/// as one in which they are joined directly.
public final class World {
  public let configuration: WorldConfiguration
  public let clock: VirtualClock
  public let sales: SystemClient
  public let supplyChain: SystemClient
  /// Supply Chain as people have it before them, who do not come over OData.
  public let forms: SystemClient
  public let engine: any ProjectEngine
  /// Creates rows in a system's store without a request, for loading large baselines fast; `nil` where the systems are
  /// out of reach.
  public let importer: (any RowImporter)?
  /// The systems themselves; `nil` where they do not live in this process.
  public let twins: Twins?
  /// What happens while the engine reads.
  public let interruptions: Interruptions
  /// Installs something on a system while both go on; `nil` where the systems do not live in this process.
  public let install: ((Installation) throws -> Void)?
  /// What happens here, noted as it happens.
  public let recorder: WorldRecorder
  /// Ends what the world holds on to, such as listening sockets.
  public let close: () async -> Void

  public init(
    configuration: WorldConfiguration, clock: VirtualClock, sales: SystemClient, supplyChain: SystemClient,
    forms: SystemClient? = nil, engine: any ProjectEngine, importer: (any RowImporter)? = nil, twins: Twins? = nil,
    interruptions: Interruptions = Interruptions(), install: ((Installation) throws -> Void)? = nil,
    recorder: WorldRecorder? = nil, close: @escaping () async -> Void = {}
  ) {
    self.configuration = configuration
    self.clock = clock
    self.sales = sales
    self.supplyChain = supplyChain
    self.forms = forms ?? supplyChain
    self.engine = engine
    self.importer = importer
    self.twins = twins
    self.interruptions = interruptions
    self.install = install
    self.recorder = recorder ?? WorldRecorder(clock: clock)
    self.close = close
  }
}

/// What a world starts from.
public struct WorldConfiguration: Sendable {
  public var seed: UInt64
  public var start: Timestamp
  /// The legal entity of the connection set.
  public var company: String
  public var settings: WorldSettings
  /// What real environments have beyond the built-in tables and entities; docs/own-metadata.md.
  public var salesMetadata: OwnMetadata?
  public var supplyChainMetadata: OwnMetadata?

  /// 2018-04-03T08:00:00Z, the morning every world starts on unless told otherwise.
  public static let defaultStart = Timestamp(milliseconds: 1_522_742_400_000)

  public init(seed: UInt64 = 1, start: Timestamp = defaultStart, company: String = "usmf", settings: WorldSettings = WorldSettings()) {
    self.seed = settings.seed ?? seed
    self.start = settings.start ?? start
    self.company = settings.company ?? company
    self.settings = settings
    salesMetadata = settings.salesMetadata
    supplyChainMetadata = settings.supplyChainMetadata
  }
}

/// Makes worlds: in process, or with the systems behind sockets.
public protocol WorldFactory: Sendable {
  /// What the systems of such a world offer, without making one.
  func schemas(_ configuration: WorldConfiguration) throws -> WorldSchemas
  /// A fresh, empty world.
  func world(_ configuration: WorldConfiguration) async throws -> World
  /// A fresh world of that configuration, as another one of it was at its starting point.
  func world(_ configuration: WorldConfiguration, at point: StartingPoint) async throws -> World
}

/// Creates rows without a request, by the same business rules.
public protocol RowImporter: AnyObject {
  /// Creates rows in one transaction, each on its own: a row that is refused does not take the others with it.
  /// - Returns: per row, `nil` when it was created, else why not.
  func create(_ system: SystemName, _ set: String, _ payloads: [JSONObject]) throws -> [String?]
}
