/// The names that SDSS gives its frames, corrected (`frame-…`) and raw (`fpC-…`).
enum SurveyFileName {
  /// Band and field, read from a path.
  static func parse(_ path: String) -> (band: String, field: String)? {
    if let name = FrameName(path) { return (name.band, name.fieldID) }
    let name = path.split(separator: "/").last ?? ""
    let pattern = /fpC-([0-9]{6})-([ugriz])([1-6])-([0-9]{4})\.fits?(\.bz2|\.gz)?/
    guard let match = name.wholeMatch(of: pattern) else { return nil }
    return (String(match.2), "\(match.1)-\(match.3)-\(match.4)")
  }
}
