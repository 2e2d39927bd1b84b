internal import Foundation
internal import Testing

/// Files packed as other people's programs pack them.
package enum Packing {
  /// Packs a file by gzip, which takes the plain one away; answers its new path.
  package static func gzip(_ path: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-n", path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return path + ".gz"
  }
}
