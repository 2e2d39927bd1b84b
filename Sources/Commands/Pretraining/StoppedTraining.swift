internal import Console
internal import Foundation
internal import Networks

/// Where a training that was stopped is kept beside the model that it is to make.
enum StoppedTraining {
  /// "model.checkpoint.safetensors" of "model.safetensors".
  static func path(of model: String) -> String {
    let stem = model.hasSuffix(".safetensors") ? String(model.dropLast(12)) : model
    return "\(stem).checkpoint.safetensors"
  }

  /// What is there, where it is to be resumed; with nothing there training begins anew, and a note says so.
  static func read(_ path: String, resume: Bool) throws -> Checkpoint? {
    guard resume else { return nil }
    guard FileManager.default.fileExists(atPath: path) else {
      Terminal.shared.note("no checkpoint \(path): starting from the beginning")
      return nil
    }
    return try Checkpoint(reading: path)
  }

  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
