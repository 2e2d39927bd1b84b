internal import Foundation
package import Testing

/// The folder of real data beside the repository (GALAXY_AEP_DATA), which not every machine has.
package enum RealData {
  package static let folder: String = {
    if let folder = ProcessInfo.processInfo.environment["GALAXY_AEP_DATA"] { return folder }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return root.appendingPathComponent("../shared/data").standardized.path
  }()

  package static func has(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(file)")
  }

  package static let absent: Comment = "real data are absent; set GALAXY_AEP_DATA"
}
