import OData

/// What executions did and what went over the wire, in the text format of Prometheus, version 0.0.4: for a file that its node exporter
/// picks up.
public enum PrometheusText {
  /// - Parameter traffic: by name of the endpoint.
  public static func of(_ executions: [Execution], traffic: [String: Traffic]) -> String {
    var text = ""
    func family(_ name: String, _ help: String, _ type: String, _ samples: [(labels: [(String, String)], value: String)]) {
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
      for sample in samples {
        let labels = sample.labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",")
        text += "\(name){\(labels)} \(sample.value)\n"
      }
    }
    let figures: [(name: String, help: String, value: (TaskRun) -> Int)] = [
      ("read", "Rows the source answered.", \.read), ("created", "Rows made at the destination.", \.created),
      ("updated", "Rows changed at the destination.", \.updated), ("unchanged", "Rows known to be there already.", \.unchanged),
      ("skipped", "Rows with a blank business key.", \.skipped), ("failed", "Rows that could not be written.", \.failed),
      ("retried", "Rows that had waited for another try.", \.retried),
    ]
    for figure in figures {
      family(
        "p2c_rows_\(figure.name)_total", figure.help, "counter",
        executions.flatMap { execution in
          execution.tasks.map { ([("project", execution.project), ("task", $0.task)], "\(figure.value($0))") }
        })
    }
    family(
      "p2c_execution_completed", "1 where the execution ended Completed, else 0.", "gauge",
      executions.map { ([("project", $0.project)], $0.status == .completed ? "1" : "0") })
    family(
      "p2c_execution_duration_seconds", "How long the execution took.", "gauge",
      executions.map { ([("project", $0.project)], seconds($0.finished.milliseconds - $0.started.milliseconds)) })
    family(
      "p2c_execution_finished_timestamp_seconds", "When it ended, in seconds since 1970.", "gauge",
      executions.map { ([("project", $0.project)], seconds($0.finished.milliseconds)) })
    let ends = traffic.keys.sorted()
    func each(_ value: (Traffic) -> String) -> [(labels: [(String, String)], value: String)] {
      ends.compactMap { end in traffic[end].map { ([("endpoint", end)], value($0)) } }
    }
    family("p2c_requests_total", "Requests sent, repetitions included.", "counter", each { "\($0.requests)" })
    family("p2c_requests_refused_total", "Requests the service refused for now.", "counter", each { "\($0.refusals)" })
    family("p2c_waits_total", "Times the engine stood still because the service had asked for it.", "counter", each { "\($0.waits)" })
    family(
      "p2c_waited_seconds_total", "Seconds it stood still.", "counter",
      each { seconds($0.waitedMilliseconds) })
    return text
  }

  private static func seconds(_ milliseconds: Int64) -> String {
    let thousandths = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - thousandths.count) + thousandths
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
    return result
  }
}
