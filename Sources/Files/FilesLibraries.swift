internal import CDeflate
internal import CZlib

/// The C libraries that files are packed with.
package enum FilesLibraries {
  /// Their names and versions.
  package static var versions: [String] {
    ["zlib \(String(cString: zlibVersion()))", "libdeflate \(LIBDEFLATE_VERSION_STRING)"]
  }
}
