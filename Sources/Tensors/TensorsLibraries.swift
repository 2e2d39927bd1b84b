internal import COpenBLAS

/// The C library that multiplies matrices.
package enum TensorsLibraries {
  /// Its name and version: the first two words of "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …".
  package static var versions: [String] {
    let words = String(cString: openblas_get_config()).split(separator: " ")
    return [words.prefix(2).joined(separator: " ")]
  }
}
