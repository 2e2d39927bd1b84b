internal import CSEP

/// The C library that finds sources.
package enum PlanesLibraries {
  /// Its name and version.
  package static var versions: [String] { ["SEP \(String(cString: galaxySEPVersion()))"] }
}
