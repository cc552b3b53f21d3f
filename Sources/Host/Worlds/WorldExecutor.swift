import Dispatch

/// A queue of a world's own. The system gives every busy queue a thread, so a slow request in one world takes turns with
/// the others by the operating system's clock; Swift's shared pool has only as many threads as cores, and two slow worlds would
/// hold up everybody.
final class WorldExecutor: SerialExecutor {
  private let queue: DispatchQueue

  init(name: String) { queue = DispatchQueue(label: "p2c.world.\(name)") }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
