import Ambient
import Faults
import OData
import Scenarios
import Twin

/// What a hosted world has while it is open. Belongs to the world's executor.
final class WorldLife {
  var plan: WorldPlan
  let twins: Twins
  var clock = HostedClock(isFrozen: false, ahead: 0)
  var shelf: SnapshotShelf
  private(set) var metrics: WorldMetrics
  /// Finds out who sends a request from outside, and issues tokens; `nil` where everybody may come in.
  private let gate: Gate?
  /// Images of other plans a reset went to, the oldest first.
  private(set) var made: [WorldPlan: WorldImage] = [:]
  private var madeOrder: [WorldPlan] = []

  private let incarnation: UInt64
  private let folder: WorldFolder?
  private var models: ModelFingerprints
  private let factory: TwinWorldFactory
  private var origin: PublicOrigin?
  private var saved: (clock: HostedClock, moment: Timestamp)?

  init(plan: WorldPlan, twins: Twins, factory: TwinWorldFactory, incarnation: UInt64, folder: WorldFolder?, gate: Gate?) {
    self.plan = plan
    self.factory = factory
    self.twins = twins
    self.incarnation = incarnation
    self.folder = folder
    self.gate = gate
    shelf = SnapshotShelf(folder)
    models = ModelFingerprints(twins)
    metrics = WorldMetrics(systems: twins.doors.map(\.service.product.name))
    twins.faults.install = { [weak self] text throws in try self?.install(Installation(naming: text)) }
  }

  /// From now on links in answers begin with this origin.
  func publish(at origin: PublicOrigin?) {
    guard origin != self.origin else { return }
    self.origin = origin
    for door in twins.doors {
      door.service.publicURL = origin?.url
      door.service.publicPrefix = origin?.prefix ?? ""
    }
  }

  /// `nil` where the request is for neither system nor the identity provider.
  func answer(_ request: HTTPRequest) -> TwinAnswer? {
    guard let system = twins.doors.firstIndex(where: { $0.owns(request.target) }) else { return token(request) }
    let before = twins.clock.now
    if let limits = twins.doors[system].service.limits { limits.standsStill = clock.isFrozen }
    var answer = twins.doors[system].handle(request)
    // The clock goes on while the client waits for its answer.
    answer.heldBackMilliseconds += answer.takesMilliseconds
    // A fault has let virtual time pass: the clock goes on from there.
    if !clock.isFrozen, twins.clock.now != before { clock.ahead += twins.clock.now.milliseconds - before.milliseconds }
    metrics.count(system, request, answer.response)
    return answer
  }

  private func token(_ request: HTTPRequest) -> TwinAnswer? {
    // Without a host the links of the answer lead to the real product's, as those of the twins do.
    let address = origin?.url ?? twins.sales.service.product.rules.baseURL
    return gate?.identity?.handle(request, origin: address, now: twins.clock.now).map { TwinAnswer($0) }
  }

  /// The system of that name.
  func door(_ system: String) throws -> TwinDoor {
    if let door = twins.doors.first(where: { $0.service.product.name == system }) { return door }
    let names = twins.doors.map(\.service.product.name)
    throw WorldError(.unknownSystem, "there is no system '\(system)'", hint: "Systems: \(names.joined(separator: ", ")).")
  }

  func image() throws -> WorldImage { try WorldImage(of: twins, plan, clock: clock) }

  /// - Throws: `WorldError` for an image of other tables than this world has at the image's versions.
  func refuse(_ image: WorldImage) throws {
    let models = image.plan.versions == plan.versions ? models : try ModelFingerprints(factory.twins(configuration(image.plan.versions)))
    guard image.models != models else { return }
    let systems = models.differences(from: image.models).joined(separator: " and ")
    throw WorldError(.otherModel, "the snapshot was taken of other tables in \(systems)", hint: "Restore it with the p2c that took it.")
  }

  /// Moves the clock on.
  func advance(_ milliseconds: Int64) {
    twins.clock.advance(milliseconds: milliseconds)
    if !clock.isFrozen { clock.ahead += milliseconds }
  }

  /// Draws from the streams of another seed from now on.
  func reseed(_ seed: UInt64) throws {
    twins.ambient.reseed(seed)
    plan.seed = seed
    try save()
  }

  /// Puts everything back to an image, and lets the clock go on as it went there.
  func bringBack(_ image: WorldImage, _ machine: Timestamp) throws {
    try refuse(image)
    if let folder {
      try folder.restoring(image) { try take(image) }
    } else {
      try take(image)
    }
    clock = image.clock
    clock.follow(machine, twins.clock)
  }

  /// Rows, and the versions of both systems they are of.
  private func take(_ image: WorldImage) throws {
    try image.restore(twins)
    guard image.plan.versions != plan.versions else { return }
    try twins.goOn(as: configuration(image.plan.versions), by: factory)
    plan.versions = image.plan.versions
    models = ModelFingerprints(twins)
    try save()
  }

  /// Installs something on a system while the world goes on. A kept world says what it is to become before it does: whoever opens
  /// it after a crash in between goes through with it.
  /// - Throws: `WorldError` for what the system does not take, and then nothing is changed.
  func install(_ installation: Installation) throws {
    let wanted: WorldConfiguration
    do {
      wanted = try twins.prepare(installation, by: factory)
    } catch let refusal as InstallationRefusal {
      throw WorldError(.installationRefused, refusal.description, hint: "Nothing was changed.")
    }
    let solution = wanted.settings.solutionVersion.flatMap { $0.isEmpty ? nil : $0 }
    plan.versions = WorldPlan.Versions(level: wanted.settings.supplyChainLevel ?? plan.level, solution: solution)
    models = ModelFingerprints(try factory.twins(wanted))
    try save()
    try twins.install(installation, by: factory)
  }

  private func configuration(_ versions: WorldPlan.Versions) -> WorldConfiguration {
    var configuration = twins.configuration
    configuration.settings.supplyChainLevel = versions.level
    configuration.settings.solutionVersion = versions.solution ?? ""
    return configuration
  }

  /// Puts everything back to the beginning of a plan: to its start, where it has one, else to the machine's time.
  func begin(_ plan: WorldPlan, with image: WorldImage, _ machine: Timestamp) throws {
    try bringBack(image, machine)
    self.plan = plan
    twins.sales.service.protect(plan.salesLimits)
    twins.supplyChain.service.protect(plan.supplyChainLimits)
    clock = HostedClock(isFrozen: plan.isFrozen, ahead: 0)
    if plan.start != nil || plan.isFrozen { twins.clock.restart(at: image.moment) }
    if plan.start != nil, !plan.isFrozen { clock.unfreeze(machine, twins.clock) }
    clock.follow(machine, twins.clock)
  }

  /// Sets other limits on what clients may ask of Sales; none for `nil`.
  func protect(sales settings: LimitSettings?) throws {
    plan.salesLimits = settings
    twins.sales.service.protect(settings)
    try save()
  }

  /// Sets other limits on what clients may ask of Supply Chain; none for `nil`.
  func protect(supplyChain settings: LimitSettings?) throws {
    plan.supplyChainLimits = settings
    twins.supplyChain.service.protect(settings)
    try save()
  }

  func remember(_ image: WorldImage) {
    if madeOrder.count == 4 { made[madeOrder.removeFirst()] = nil }
    made[image.plan] = image
    madeOrder.append(image.plan)
  }

  /// Writes `world.json`, where the world is kept.
  func save() throws(DataError) {
    guard let folder else { return }
    try folder.save(
      WorldRecord(plan: plan, models: models, clock: clock, moment: twins.clock.now, incarnation: incarnation))
    saved = (clock, twins.clock.now)
  }

  /// The same, when the clock goes otherwise than it was written.
  func saveClock() throws(DataError) {
    guard let saved else { return }
    if saved.clock != clock || clock.isFrozen && saved.moment != twins.clock.now { try save() }
  }
}
