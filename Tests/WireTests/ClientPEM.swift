import Foundation

/// A certificate of nobody, good in 2018 only, with its key.
enum ClientPEM {
  static let certificate = file("application.pem")
  static let key = file("application-key.pem")

  private static func file(_ name: String) -> String {
    guard let text = try? String(contentsOfFile: "\(WireTestFiles.root)/Fixtures/certificates/\(name)", encoding: .utf8) else {
      preconditionFailure("Fixtures/certificates/\(name) cannot be read")
    }
    return text
  }
}
