import StrictYAML

extension String {
  /// Without characters that steer a terminal or that a file format has no form for; line breaks and tabs stay.
  var printable: String {
    guard unicodeScalars.contains(where: { $0.isControl }) else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl ? "\u{FFFD}" : $0 }))
  }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool { (value < 0x20 && self != "\n" && self != "\t") || (0x7F...0x9F).contains(value) }
}

extension FailureReport {
  /// The same without control characters: records and answers hold whatever somebody put into a system.
  var printable: FailureReport {
    var report = self
    report.position = SourcePosition(file: position.file.printable, line: position.line, column: position.column)
    report.message = message.printable
    report.comparison = comparison.map {
      .init(what: $0.what.printable, expected: $0.expected.printable, actual: $0.actual.printable)
    }
    report.step = step?.printable
    report.source = source.map { ($0.number, $0.text.printable) }
    report.records = records.map { record in
      RecordView(title: record.title.printable, lines: record.lines.map { ($0.name.printable, $0.value.printable) })
    }
    report.ledger = ledger.map(\.printable)
    report.faults = faults.map(\.printable)
    report.response = response?.printable
    report.replay = replay.printable
    return report
  }
}
