internal import CCairo
internal import CPNG

/// The C libraries that draw.
package enum ChartsLibraries {
  /// Their names and versions.
  package static var versions: [String] {
    let png = Int(png_access_version_number())
    return [
      "Cairo \(String(cString: cairo_version_string()))",
      "libpng \(png / 10_000).\(png / 100 % 100).\(png % 100)",
    ]
  }
}
