import SalesTwin
import Scenarios
import StrictYAML
import SupplyChainTwin
import Testing
import Twin

/// The cells of `Fixtures/levels/cells.csv`: what works at which level.
@Suite struct LevelCellTests {
  private static let levels = [
    "A0": "1611", "A1": "1611+KB4033093", "A2": "1611+KB4033093+KB4037542", "A3": "1611+KB4033093+KB4037542+KB4051266",
    "A4": "1611+KB4033093+KB4037542+KB4051266+job", "B0": "7.2", "B1": "7.2+KB4036461", "B2": "7.2+KB4036461+KB4036524",
    "B3": "7.2+KB4045570", "C": "7.3",
  ]

  static let table = Result { try LevelCells(SourceFile(reading: "\(Worlds.root)/Fixtures/levels/cells.csv")) }
  static let cells = (try? table.get().cells) ?? []

  @Test("The table of levels says of every cell what is known of it", arguments: cells)
  func asKnown(cell: LevelCells.Cell) throws {
    guard let level = Self.levels[cell.level] else { return try asKnownOfSales(cell) }
    let table = try SupplyChainLevel.capabilityTable().capabilities
    let capability = try #require(table.first { $0.name == cell.capability })
    let offer: LevelState.Offer = cell.value == "yes" ? .present : cell.value == "no" ? .absent : .untilJob
    #expect(try LevelState(level).offer(of: capability) == offer)
  }

  private func asKnownOfSales(_ cell: LevelCells.Cell) throws {
    // Sales before 8.2.1.207 takes no solution.
    let version = cell.level == "Sales 8.2.0" ? "none" : String(cell.level.dropFirst("solution ".count))
    let capabilities = try SalesTwin.capabilities(ofSolution: version == "none" ? nil : version)
    #expect(capabilities.contains(cell.capability) == (cell.value == "yes"))
  }

  @Test("Every cell has a scenario that shows what people see")
  func shown() throws {
    let files = try ScenarioDiscovery.files(["\(Worlds.root)/scenarios/levels"])
    let tags = Set(try files.flatMap { try Scenario(SourceFile(reading: $0), schemas: Worlds.schemas()).tags })
    let table = try Self.table.get()
    #expect(table.cells.count == 140)
    #expect(table.cells.map(\.description).filter { !tags.contains($0) } == [])
    // A tag that looks like a cell is one.
    let wanted = Set(table.cells.map(\.description))
    #expect(tags.filter { tag in table.rows.contains { tag.hasSuffix(" \($0)") } && !wanted.contains(tag) } == [])
  }
}
