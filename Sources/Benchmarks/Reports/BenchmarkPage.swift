/// The report as a part of a page of documentation: what stands between two marks is made anew, what stands around them stays.
public enum BenchmarkPage {
  public static let begin = "<!-- figures: begin -->"
  public static let end = "<!-- figures: end -->"

  /// - Returns: the page with the figures of this report; `nil` for a page without both marks.
  public static func text(_ report: BenchmarkReport, in page: String) -> String? {
    guard let first = page.firstRange(of: begin), let last = page.firstRange(of: end), first.upperBound <= last.lowerBound else {
      return nil
    }
    return page[..<first.upperBound] + "\n" + figures(report) + page[last.lowerBound...]
  }

  private static func figures(_ report: BenchmarkReport) -> String {
    var text = ""
    let targets = report.parts.flatMap(\.targets)
    if !targets.isEmpty {
      text += "## Targets\n\n| Target | Requirement | Measured | Bound | | Figures |\n| --- | --- | ---: | ---: | --- | --- |\n"
      for target in targets {
        text += "| \(target.name) | \(target.requirement) | \(BenchmarkTable.fixed(target.measured, 2)) | "
        text += "\(target.isMost ? "≤" : "≥") \(BenchmarkTable.fixed(target.bound, 2)) | \(target.isMet ? "met" : "**not met**") | "
        text += "\(target.figures) |\n"
      }
      text += "\n"
    }
    return text + "## Figures\n\n```text\n" + BenchmarkTable.text(report) + "```\n"
  }
}
