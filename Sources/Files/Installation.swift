internal import Foundation

/// What was installed beside the program: pipelines, catalogs and, in some packages, a font.
///
/// A program in `PREFIX/bin` has them in `PREFIX/share/galaxy-aep`, so an installation can be moved as a whole; one
/// that SwiftPM built has them in the sources that it was built from.
package enum Installation {
  /// Their folder; nil where the program stands alone.
  package static let folder = folder(beside: program)

  /// The commit that a package was made from; nil where the program was built by hand.
  package static var commit: String? {
    guard let folder, let text = try? String(contentsOfFile: folder + "/commit", encoding: .utf8)
    else { return nil }
    return text.split(whereSeparator: \.isNewline).first.map(String.init)
  }

  /// The path of something in their folder; nil where it is not there.
  package static func path(of name: String) -> String? {
    guard let folder else { return nil }
    let path = folder + "/" + name
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// The folder beside a program of that path.
  package static func folder(beside program: String) -> String? {
    let bin = URL(fileURLWithPath: program).deletingLastPathComponent()
    let share = bin.deletingLastPathComponent().appendingPathComponent("share/galaxy-aep").path
    if FileManager.default.fileExists(atPath: share + "/pipelines") { return share }
    // PACKAGE/.build/x86_64-unknown-linux-gnu/release, or another scratch folder's name
    let parts = bin.path.split(separator: "/")
    guard let build = parts.lastIndex(where: { $0.hasPrefix(".build") }) else { return nil }
    let sources = "/" + parts[..<build].joined(separator: "/")
    let isOurs = ["pipelines", "Package.swift"].allSatisfy {
      FileManager.default.fileExists(atPath: sources + "/" + $0)
    }
    return isOurs ? sources : nil
  }

  /// The program's own path, links followed.
  package static var program: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
  }
}
