import Host
import OData

extension MachineTime {
  /// A machine on which it is always the same moment and waiting takes no time.
  static let standing = MachineTime(now: { Timestamp(milliseconds: 1_522_742_400_000) }, sleep: { _ in })
}

extension HostAnswer {
  var response: HTTPResponse? { if case .response(let response) = self { response } else { nil } }
}
