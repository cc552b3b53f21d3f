public import Faults
public import OData
public import Scenarios
import Synchronization
import Twin

/// Many isolated worlds behind one function from request to answer: what a network edge serves.
///
/// A request names its world by path (`/worlds/NAME/api/data/v9.2/…`) or header (`X-P2C-World: NAME`); without either it is for
/// the default world. Below `/_p2c` lies the control plane, at `/` a page for people.
///
/// ```swift
/// let host = TwinHost(time: time)
/// try await host.makeWorld(named: "default", WorldPlan())
/// let answer = await host.handle(HTTPRequest(.get, "/api/data/v9.2/accounts?$top=5"))
/// ```
public final class TwinHost: Sendable {
  public let options: HostOptions
  let time: MachineTime
  let started: Timestamp
  private let factory = TwinWorldFactory()
  private let control: ControlPlane
  private let worlds = Mutex<[String: Place]>([:])

  private enum Place {
    /// A name that is taken while its world is being made.
    case reserved
    case hosted(HostedWorld)
    case lent(any WorldDoor)
  }

  /// - Parameter time: the machine's clock, which the worlds' clocks follow.
  public init(time: MachineTime, options: HostOptions = HostOptions()) {
    self.time = time
    self.options = options
    started = time.now()
    control = ControlPlane(access: options.control)
  }

  // MARK: Worlds

  /// Makes a world and loads its baseline.
  /// - Returns: rows of the baseline that could not be loaded.
  /// - Throws: `WorldError`, `DataError`, `MalformedFile`.
  @discardableResult
  public func makeWorld(named name: String, _ plan: WorldPlan) async throws -> [String] {
    try reserve(name)
    do {
      let world = hosted(name)
      let badRows = try await world.make(plan)
      worlds.withLock { $0[name] = .hosted(world) }
      return badRows
    } catch {
      worlds.withLock { $0[name] = nil }
      throw error
    }
  }

  /// Goes on with every world that is kept in the data folder.
  /// - Parameter demand: what the default world must be.
  /// - Returns: their names.
  /// - Throws: `DataError` for the first that cannot be opened.
  public func reopenWorlds(_ demand: WorldDemand = WorldDemand()) async throws -> [String] {
    guard let data = options.data else { return [] }
    let names = try data.worlds()
    for name in names {
      let world = hosted(name)
      try await world.reopen(name == options.defaultWorld ? demand : WorldDemand())
      worlds.withLock { $0[name] = .hosted(world) }
    }
    return names
  }

  /// Sets faults up in a world.
  /// - Throws: `WorldError` for a world there is not, `FaultError`, `FaultTrouble`.
  public func setUp(_ faults: FaultPlan, inWorld name: String) async throws {
    try await world(name).run { life, _ in try life.twins.faults.add(faults) }
  }

  /// What became of the own metadata in worlds of this plan.
  public func metadataReports(_ plan: WorldPlan) throws -> TwinWorldFactory.MetadataReports {
    try factory.metadataReports(options.configuration(plan, at: time.now()))
  }

  /// Puts a world of somebody else behind a name.
  public func install(_ world: any WorldDoor, named name: String? = nil) {
    worlds.withLock { $0[name ?? options.defaultWorld] = .lent(world) }
  }

  /// Ends a world, and removes what is kept of it.
  /// - Throws: `WorldError`, `DataError`.
  func removeWorld(_ name: String) async throws {
    let world = try world(name)
    worlds.withLock { $0[name] = .reserved }
    defer { worlds.withLock { $0[name] = nil } }
    try await world.close(removing: true)
  }

  /// Closes the files of all worlds and gives the data folder back.
  public func close() async throws {
    for world in hostedWorlds { try await world.close() }
    options.data?.release()
  }

  /// Sorted by name.
  var hostedWorlds: [HostedWorld] {
    worlds.withLock { $0.values.compactMap { if case .hosted(let world) = $0 { world } else { nil } } }.sorted { $0.name < $1.name }
  }

  /// - Throws: `WorldError`.
  func world(_ name: String) throws(WorldError) -> HostedWorld {
    if case .hosted(let world) = worlds.withLock({ $0[name] }) { return world }
    throw unknownWorld(name)
  }

  private func hosted(_ name: String) -> HostedWorld {
    HostedWorld(name: name, factory: factory, time: time, options: options, folder: options.data?.world(name))
  }

  private func reserve(_ name: String) throws(WorldError) {
    guard WorldAddress.isName(name) else {
      throw WorldError(
        .badRequest, "'\(name.prefix(80))' cannot name a world",
        hint: "Use 1 to 63 lower-case letters, digits, '-' and '_', a letter or digit first.")
    }
    let refusal: WorldError? = worlds.withLock { worlds in
      if worlds[name] != nil {
        return WorldError(.worldExists, "there is a world '\(name)' already", hint: "Reset it, delete it, or take another name.")
      }
      if worlds.count >= options.worldsMax {
        return WorldError(
          .tooManyWorlds, "there are \(worlds.count) worlds, the most there may be",
          hint: "Delete one, or serve with a greater --worlds-max.")
      }
      worlds[name] = .reserved
      return nil
    }
    if let refusal { throw refusal }
  }

  private func unknownWorld(_ name: String) -> WorldError {
    let names = worlds.withLock { $0.keys.sorted() }
    return WorldError(
      .unknownWorld, "there is no world '\(name.prefix(80))'",
      hint: names.isEmpty ? "None has been made yet." : "Worlds: \(names.prefix(20).joined(separator: ", ")).")
  }

  // MARK: Requests

  public func handle(_ request: HTTPRequest) async -> HostAnswer {
    if ControlPlane.owns(request.target) { return .response(await control.handle(request, for: self)) }
    let address = WorldAddress(request)
    let name = address.world ?? options.defaultWorld
    let door: any WorldDoor
    switch worlds.withLock({ $0[name] }) {
    case .hosted(let world): door = world
    case .lent(let world): door = world
    case .reserved, nil:
      if address.target == "/", address.world == nil { return .response(await StartPage.answer(request, of: self)) }
      return .response(Self.refusal("TwinUnknownWorld", unknownWorld(name).description))
    }
    var inner = request
    if !address.prefix.isEmpty { inner.target = address.target }
    let origin = PublicOrigin(request, prefix: address.prefix, isSecure: options.isSecure)
    guard let answer = await door.handle(WorldRequest(inner, origin: origin)) else {
      if inner.target == "/" { return .response(await StartPage.answer(request, of: self)) }
      let roots = "The twins answer below /api/data/v9.2 and /data; GET / tells more."
      return .response(Self.refusal("TwinUnknownPath", "There is nothing at this address. \(roots)"))
    }
    if answer.heldBackMilliseconds > 0 {
      // Cancelled: the client is gone, and nobody waits for an answer any more.
      guard (try? await time.sleep(answer.heldBackMilliseconds)) != nil else { return .drop }
    }
    switch answer.outcome {
    case .response(let response): return .response(response)
    case .connectionLost: return .drop
    }
  }

  private static func refusal(_ code: String, _ message: String) -> HTTPResponse {
    let body: JSON = ["error": ["code": .string(code), "message": .string(message)]]
    return HTTPResponse(404, headers: ["Content-Type": "application/json"], body: body.encoded())
  }
}
