internal import CFITSIO
internal import CWCS

/// The C libraries that read FITS files and their coordinates.
package enum FITSLibraries {
  /// Their names and versions, as the libraries that are loaded say them.
  package static var versions: [String] {
    var parts: [Int32] = [0, 0, 0]
    _ = wcslib_version(&parts)
    let number = parts.prefix(parts[2] == 0 ? 2 : 3).map(String.init).joined(separator: ".")
    return ["CFITSIO \(cfitsioVersion)", "WCSLIB \(number)"]
  }

  /// CFITSIO tells 4.2.0 as the number 4.0200.
  private static var cfitsioVersion: String {
    var version: Float = 0
    _ = ffvers(&version)
    let parts = Int(exactly: (Double(version) * 10_000).rounded()) ?? 0
    return "\(parts / 10_000).\(parts / 100 % 100).\(parts % 100)"
  }
}
