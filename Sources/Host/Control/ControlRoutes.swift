/// Everything the control plane offers, in the order the OpenAPI document tells it.
enum ControlRoutes {
  static let all: [ControlRoute] =
    HostRoutes.all + WorldRoutes.all + SnapshotRoutes.all + ClockRoutes.all + RequestLogRoutes.all + FaultRoutes.all + LimitRoutes.all
    + ExportRoutes.all
}
