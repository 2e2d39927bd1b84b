internal import CXGBoost

/// The C library that grows trees.
package enum ClustersLibraries {
  /// Its name and version.
  package static var versions: [String] {
    var (major, minor, patch) = (Int32(0), Int32(0), Int32(0))
    XGBoostVersion(&major, &minor, &patch)
    return ["XGBoost \(major).\(minor).\(patch)"]
  }
}
