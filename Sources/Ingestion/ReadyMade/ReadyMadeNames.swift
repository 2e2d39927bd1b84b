internal import FITS
internal import Files
internal import Frames

/// What objects are called that come as a file each.
package enum ReadyMadeNames {
  /// The files' names without endings; where several files share one, with as many of their folders as tell
  /// them apart ("1/obj", "2/obj"), and at last with their endings.
  package static func of(_ paths: [String]) -> [String] {
    var names = paths.map { FITSFileName.stem(of: $0) }
    let parts = paths.map { $0.split(separator: "/").dropLast().map(String.init) }
    let deepest = parts.map(\.count).max() ?? 0
    var depth = 0
    while depth < deepest, let shared = shared(names) {
      depth += 1
      for index in shared {
        names[index] = (parts[index].suffix(depth) + [FITSFileName.stem(of: paths[index])])
          .joined(separator: "/")
      }
    }
    for index in shared(names) ?? [] {
      let folders = names[index].split(separator: "/").dropLast().map(String.init)
      names[index] = (folders + [FileName.last(of: paths[index])]).joined(separator: "/")
    }
    return names
  }

  /// The places of names that are there more than once; nil where there are none.
  private static func shared(_ names: [String]) -> [Int]? {
    let groups = Dictionary(grouping: names.indices) { names[$0] }.values.filter { $0.count > 1 }
    return groups.isEmpty ? nil : groups.flatMap { $0 }
  }
}
