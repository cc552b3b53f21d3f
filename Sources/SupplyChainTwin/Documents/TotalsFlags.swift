import EntityStore
import OData
import PlantedBugs

/// "Totals calculated" on a document and its lines: any change of either clears it until the next run of the totals job
/// (supply-chain-odata.md 7.7, words sourced: S7; R-ORD-7, R-ORD-17).
struct TotalsFlags {
  let kind: DocumentKind
  let context: CompanyContext

  func clear(_ header: Row) throws {
    guard header.isYes(kind.headerFlag), !PlantedBug.totalsStayOld.isOn else { return }
    try context.set(header, [(kind.headerFlag, "No")])
    for line in try lines(of: header) { try context.set(line, kind.lineFlags.map { ($0, "No") }) }
  }

  func lines(of header: Row) throws -> [Row] {
    try context.rows(kind.lineTable, where: [kind.number], equal: [header[kind.number]], orderBy: ["LineCreationSequenceNumber"])
  }
}
