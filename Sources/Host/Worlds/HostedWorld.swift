import Ambient
import EntityStore
import OData
import Scenarios
public import Twin

/// A world that a host keeps: both systems, on a queue of their own. Requests to one world are answered one after another, as
/// they come; worlds do not wait for each other and share nothing that changes.
public actor HostedWorld: WorldDoor {
  public nonisolated let name: String
  private nonisolated let executor: WorldExecutor
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  let time: MachineTime
  let factory: TwinWorldFactory
  private let options: HostOptions
  private let folder: WorldFolder?
  /// `nil` before it is opened and after it is closed.
  private var life: WorldLife?

  init(name: String, factory: TwinWorldFactory, time: MachineTime, options: HostOptions, folder: WorldFolder?) {
    self.name = name
    self.factory = factory
    self.time = time
    self.options = options
    self.folder = folder
    executor = WorldExecutor(name: name)
  }

  // MARK: Beginning and end

  /// Makes the world anew: its systems, its baseline.
  /// - Returns: rows of the baseline that could not be loaded.
  /// - Throws: `WorldError`, `DataError`, and what making twins throws.
  func make(_ plan: WorldPlan) async throws -> [String] {
    try plan.check()
    let (image, reports) = try await WorldImage.made(
      by: factory, plan, options.configuration(plan, at: time.now()), baseline: try source(plan.baseline))
    try folder?.prepare()
    let life = try open(plan, image.moment, incarnation: 0)
    try life.begin(plan, with: image, time.now())
    try life.shelf.put(image, as: SnapshotShelf.initial)
    try life.save()
    self.life = life
    return reports.flatMap { $0.badRows.map(\.description) }
  }

  /// Goes on with a world that is kept on disk.
  /// - Parameter demand: what the caller wants the world to be.
  /// - Throws: `DataError` when it is not what was asked for, or was kept by a p2c with other tables.
  func reopen(_ demand: WorldDemand) throws {
    guard let folder else { preconditionFailure("only kept worlds can be opened again") }
    var record = try folder.record()
    try record.refuse(unless: demand, world: name)
    // Looked at before the files are opened: opening makes what is missing of the tables.
    let models = ModelFingerprints(try factory.twins(options.configuration(record.plan, at: record.moment)))
    guard models == record.models else {
      throw DataError(
        "world '\(name)' was kept with other tables in \(models.differences(from: record.models).joined(separator: " and ")): "
          + "serve it with the version and the own metadata it was made with, download its data there "
          + "(/_p2c/v1/worlds/\(name)/export), or name another folder")
    }
    record.incarnation += 1
    let pending = try folder.pendingRestore()
    if let pending {
      // All rows are replaced: what is there may be half of them, and of other versions of the systems.
      record.plan.versions = pending.plan.versions
      try folder.removeDatabases()
    }
    let life = try open(record.plan, record.moment, incarnation: record.incarnation)
    if let pending { try folder.restoring(pending) { try pending.restore(life.twins) } }
    life.clock = record.clock
    life.clock.follow(time.now(), life.twins.clock)
    try life.save()
    self.life = life
  }

  /// Closes the files. Requests that come later find no world.
  func close(removing: Bool = false) throws {
    life = nil
    if removing { try folder?.remove() }
  }

  private func open(_ plan: WorldPlan, _ moment: Timestamp, incarnation: UInt64) throws -> WorldLife {
    let log = RequestLog(capacity: options.logCapacity)
    let configuration = options.configuration(plan, at: moment)
    let twins =
      if let folder {
        try factory.twins(
          configuration, sales: .file(folder.salesFile), supplyChain: .file(folder.supplyChainFile), log: log, incarnation: incarnation)
      } else {
        try factory.twins(configuration, log: log)
      }
    if moment > twins.clock.now { twins.clock.restart(at: moment) }
    let gate = options.signIn?.gate(clock: twins.clock)
    twins.ask(gate)
    return WorldLife(plan: plan, twins: twins, factory: factory, incarnation: incarnation, folder: folder, gate: gate)
  }

  func source(_ name: String?) throws -> BaselineSource? {
    guard let name else { return nil }
    if let source = options.baselines.first(where: { $0.name == name }) { return source }
    let known = options.baselines.map(\.name) + ["none"]
    throw WorldError(.unknownBaseline, "there is no baseline '\(name)'", hint: "Baselines: \(known.joined(separator: ", ")).")
  }

  // MARK: Requests

  public func handle(_ request: WorldRequest) async -> TwinAnswer? {
    guard let life else { return nil }
    // The client went away while this waited for its turn. A read has no other effect; a write was asked for, and is done.
    if Task.isCancelled, request.request.method == .get { return TwinAnswer(ConnectionLost(wasCarriedOut: false)) }
    life.clock.follow(time.now(), life.twins.clock)
    life.publish(at: request.origin)
    guard let answer = life.answer(request.request) else { return nil }
    do {
      try life.saveClock()
    } catch {
      return TwinAnswer(HTTPResponse(500, headers: ["Content-Type": "text/plain"], body: Array("\(error)\n".utf8)))
    }
    return answer
  }

  /// Runs work of the control plane on the world, its clock brought up first and its record written behind.
  /// - Throws: `WorldError` where the world is closed, and what `body` throws.
  func run<T: Sendable>(_ body: @Sendable (WorldLife, Timestamp) throws -> T) throws -> T {
    let life = try open()
    let now = time.now()
    life.clock.follow(now, life.twins.clock)
    let result = try body(life, now)
    try life.saveClock()
    return result
  }

  private func open() throws -> WorldLife {
    guard let life else { throw WorldError(.unknownWorld, "world '\(name)' is closed", hint: "Make it again with POST /_p2c/v1/worlds.") }
    return life
  }

  /// Puts the world back to a baseline.
  /// - Parameters:
  ///   - baseline: `nil` for the one it has; `none` for bare systems.
  ///   - seed: `nil` for the one it has.
  func reset(baseline: String?, seed: UInt64?) async throws {
    let life = try open()
    var plan = life.plan
    if let baseline { plan.baseline = baseline == "none" ? nil : baseline }
    if let seed { plan.seed = seed }
    let isOther = plan != life.plan
    let source = try source(plan.baseline)
    let initial = try life.shelf.image(SnapshotShelf.initial)
    // What was installed since goes too.
    if let initial { plan.versions = initial.plan.versions }
    let image: WorldImage
    if !isOther, let initial {
      image = initial
    } else if let known = life.made[plan] {
      image = known
    } else {
      (image, _) = try await WorldImage.made(by: factory, plan, options.configuration(plan, at: time.now()), baseline: source)
      life.remember(image)
    }
    try life.begin(plan, with: image, time.now())
    if isOther { try life.shelf.put(image, as: SnapshotShelf.initial) }
    try life.save()
  }
}
