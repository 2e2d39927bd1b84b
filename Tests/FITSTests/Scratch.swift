import Foundation

/// A folder of one test's own that goes away with it.
final class Scratch {
  let folder: String

  init() {
    folder = NSTemporaryDirectory() + "fits-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func write(_ bytes: Data, as name: String) throws -> String {
    try bytes.write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }
}

/// Real survey frames, where they are.
enum SDSS {
  static let folder =
    (ProcessInfo.processInfo.environment["GALAXY_AEP_DATA"]
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path + "/shared/data") + "/sdss"
  static let frame = folder + "/frame-r-003918-3-0213.fits.bz2"
  static let isThere = FileManager.default.fileExists(atPath: frame)
}
