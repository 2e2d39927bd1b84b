import Foundation
import Testing

/// The folder of real data beside the repository (GALAXY_AEP_DATA), which not every machine has.
enum RealData {
  static let folder: String = {
    if let folder = ProcessInfo.processInfo.environment["GALAXY_AEP_DATA"] { return folder }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return root.appendingPathComponent("../shared/data").standardized.path
  }()

  static func has(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(file)")
  }

  static let absent: Comment = "real data are absent; set GALAXY_AEP_DATA"
}
