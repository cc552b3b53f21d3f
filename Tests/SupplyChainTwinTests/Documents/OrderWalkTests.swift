import EntityStore
import Foundation
import OData
import SupplyChainTwin
import Testing

/// How many orders the tests make. `P2C_ORDERS=20000 swift test -c release -Xswiftc -enable-testing --filter OrderWalkTests` makes as many
/// as that.
private let orders = ProcessInfo.processInfo.environment["P2C_ORDERS"].flatMap { Int($0) } ?? 100

@Suite("Random orders")
struct OrderWalkTests {
  @Test("Whatever happens to an order in whatever sequence, header and lines tell the same, and what is refused changes nothing")
  func walks() throws {
    for start in stride(from: 0, to: orders, by: 200) {
      let company = try TestCompany()
      for seed in start..<min(start + 200, orders) {
        var draw = Draw(seed: UInt64(seed))
        var walk = try OrderWalk(company, "W-\(seed)", lines: 1 + draw.below(3), &draw)
        for _ in 0..<(5 + draw.below(20)) {
          try walk.step(&draw)
          try walk.check()
        }
      }
    }
    print("\(orders) orders walked through at random")
  }
}
