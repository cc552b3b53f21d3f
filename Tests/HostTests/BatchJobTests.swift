import Host
import OData
import Testing

/// Batch jobs of Supply Chain in a hosted world.
struct BatchJobTests {
  private static let world = "/_p2c/v1/worlds/default"

  @Test("A batch job runs when the control plane moves the world's clock past its time, and not again after a reset without it")
  func clock() async throws {
    let host = try await makeHost()
    try await host.call(.post, "\(Self.world)/clock/freeze", status: 200)
    try await host.call(
      .post, "/data/BatchJobs", ["JobName": "CalculateSalesTotals", "RecurrenceUnit": "Hours", "RecurrenceInterval": 2], status: 201)
    func runs() async throws -> Int? { try await host.call(.get, "/data/BatchJobHistories", status: 200)?["value"]?.arrayValue?.count }
    #expect(try await runs() == 1)
    try await host.call(.post, "\(Self.world)/clock/advance", ["milliseconds": 7_199_000], status: 200)
    #expect(try await runs() == 1)
    try await host.call(.post, "\(Self.world)/clock/advance", ["milliseconds": 1000], status: 200)
    #expect(try await runs() == 2)
    try await host.call(.post, "\(Self.world)/reset", status: 200)
    try await host.call(.post, "\(Self.world)/clock/advance", ["milliseconds": 86_400_000], status: 200)
    #expect(try await runs() == 0)
  }
}
