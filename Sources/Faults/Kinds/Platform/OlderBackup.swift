import EntityStore
import Twin

extension Fault {
  static let olderBackup = Fault(
    "older-backup", .platform, "The system is put back to what it held when the fault was set up.",
    reach: FaultReach(.before), .sourced, "both services can be restored to a point in time",
    goodEngine: "Does not know of it. A run with all data writes again what was lost; no row is doubled by it.",
    prepare: { scene in
      for service in scene.services { scene.memory.backups[service.product.name] = try service.product.store.snapshot() }
    },
    act: { strike, proceed in
      guard let backup = strike.memory.backups[strike.service.product.name] else { return proceed(strike.request) }
      try strike.service.product.store.restore(backup)
      return proceed(strike.request)
    })
}
