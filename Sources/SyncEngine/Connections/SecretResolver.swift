public import OData

/// Fetches secrets from where they are kept.
public struct SecretResolver {
  private let variables: [String: String]
  private let readFile: (String) -> [UInt8]?

  /// - Parameters:
  ///   - variables: the process's environment.
  ///   - readFile: the bytes of a file, `nil` where it cannot be read.
  public init(variables: [String: String], readFile: @escaping (String) -> [UInt8]?) {
    self.variables = variables
    self.readFile = readFile
  }

  /// - Throws: `SecretMissing`, which names the place and never what is there.
  public func secret(_ reference: SecretReference) throws(SecretMissing) -> Secret {
    switch reference {
    case .environment(let name):
      guard let value = variables[name], !value.isEmpty else {
        throw SecretMissing(reference: reference, reason: "the environment variable \(name) is not set")
      }
      return Secret(value)
    case .file(let path):
      guard let bytes = readFile(path) else { throw SecretMissing(reference: reference, reason: "the file \(path) cannot be read") }
      guard var text = String(validating: bytes, as: UTF8.self) else {
        throw SecretMissing(reference: reference, reason: "the file \(path) is not UTF-8 text")
      }
      while let last = text.unicodeScalars.last, last == "\n" || last == "\r" { text.unicodeScalars.removeLast() }
      guard !text.isEmpty else { throw SecretMissing(reference: reference, reason: "the file \(path) is empty") }
      return Secret(text)
    }
  }

  /// - Throws: `SecretMissing`.
  public func text(_ text: SecretText) throws(SecretMissing) -> Secret {
    switch text {
    case .plain(let plain): Secret(plain)
    case .reference(let reference): try secret(reference)
    }
  }
}

/// A secret that is not where it should be.
public struct SecretMissing: Error, Hashable, Sendable, CustomStringConvertible {
  public let reference: SecretReference
  public let reason: String

  public var description: String { "\(reference): \(reason)" }
}
