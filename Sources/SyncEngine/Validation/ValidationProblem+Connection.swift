extension ValidationProblem {
  /// What a failure to read the metadata of an end says of its connection; `nil` where it says nothing lasting.
  init?(connection endpoint: Endpoint, _ failure: ServiceFailure) {
    switch failure.status {
    case 401, 403:
      self.init(
        code: .connectionInvalid, subject: endpoint.name, message: "the connection of \(endpoint.name) is no longer valid: \(failure)")
    case 404, 410:
      self.init(code: .environmentMissing, subject: endpoint.name, message: "the environment of \(endpoint.name) is missing: \(failure)")
    default: return nil
    }
  }
}
