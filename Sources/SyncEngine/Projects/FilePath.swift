/// Paths that a file names are seen from the folder it lies in, so that a project can be run from anywhere.
enum FilePath {
  /// - Parameter file: the path of the file that names the other.
  static func beside(_ file: String, _ path: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return String(file[...slash]) + path
  }
}

extension SecretReference {
  func beside(_ file: String) -> SecretReference {
    switch self {
    case .environment: self
    case .file(let path): .file(FilePath.beside(file, path))
    }
  }
}

extension SecretText {
  func beside(_ file: String) -> SecretText {
    switch self {
    case .plain: self
    case .reference(let reference): .reference(reference.beside(file))
    }
  }
}
