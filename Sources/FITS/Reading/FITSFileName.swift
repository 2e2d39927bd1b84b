/// Names of FITS files, packed or not: `.fits`, `.fit` or `.fts`, and `.gz`, `.bz2` or `.fz` behind it.
package enum FITSFileName {
  /// "coadd_g" of "x/coadd_g.fits.fz"
  package static func stem(of path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for suffixes in [[".gz", ".bz2", ".fz"], [".fits", ".fit", ".fts"]] {
      for suffix in suffixes where name.lowercased().hasSuffix(suffix) {
        name.removeLast(suffix.count)
        break
      }
    }
    return name
  }

  package static func isOne(_ name: String) -> Bool {
    name.lowercased().firstMatch(of: /\.(fits|fit|fts)(\.gz|\.bz2|\.fz)?$/) != nil
  }
}
