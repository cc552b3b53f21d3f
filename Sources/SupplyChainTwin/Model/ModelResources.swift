import Foundation

/// Where the model files of this room lie.
enum ModelResources {
  static var directory: String { Bundle.module.bundlePath + "/Resources/Model" }
}
