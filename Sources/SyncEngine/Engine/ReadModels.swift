import OData
import Synchronization

/// Data models that were read from metadata documents, shared by engines of one process: the same document is read once.
public final class ReadModels: Sendable {
  /// Documents that are kept; beyond it all are let go.
  private static let documentsMax = 64

  private let known = Mutex<[(document: [UInt8], model: EdmModel)]>([])

  public init() {}

  func model(_ document: [UInt8]) throws -> EdmModel {
    // Documents that come from one memory are compared without looking at their bytes.
    if let model = known.withLock({ $0.first { $0.document == document }?.model }) { return model }
    let model = try CSDL.read(document)
    known.withLock { known in
      if known.count >= Self.documentsMax { known.removeAll() }
      known.append((document, model))
    }
    return model
  }
}
