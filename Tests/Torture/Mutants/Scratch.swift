import FITS
import Foundation

/// A folder for one try that goes away with it.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "mutants-\(getpid())-\(Int.random(in: 0..<Int.max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func copy(_ file: String, as name: String) throws {
    try FileManager.default.copyItem(atPath: file, toPath: "\(path)/\(name)")
  }
}

extension Table {
  /// A number that tells this table from others.
  var digest: Int {
    var hasher = Hasher()
    for column in columns {
      hasher.combine(column.name)
      hasher.combine(column.doubles?.map(\.bitPattern))
      hasher.combine(column.strings)
      hasher.combine(column.bools)
    }
    return hasher.finalize()
  }
}
