internal import Foundation
public import Sky

/// The bands of a cutout, and where they are not told by headers, the file names that hold them.
public struct BandSet: Sendable, Equatable {
  /// In the order of the cutouts; empty: those that the files have.
  public var names: [String]
  /// File name patterns (`*`, `?`, `[…]`) of bands: "g" → "*_g.fits".
  public var patterns: [String: String]

  public init(_ names: [String] = [], patterns: [String: String] = [:]) {
    self.names = names
    self.patterns = patterns
  }

  /// Reads "g,r,z" or "g=*_g.fits,r=*_r.fits".
  public init(parsing text: String) throws(SurveyError) {
    names = []
    patterns = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard let name = pieces.first, !name.isEmpty, name.utf8.count <= 20,
        name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != 0x27 })
      else {
        throw SurveyError(
          "cannot understand the bands '\(text)'; write names such as g,r,z or patterns such as "
            + "g=*_g.fits,r=*_r.fits")
      }
      if pieces.count == 2 {
        guard !pieces[1].isEmpty else {
          throw SurveyError(
            "band \(name) has an empty pattern; write \(name)=*_\(name).fits, or only the name")
        }
        patterns[name] = pieces[1]
      }
      names.append(name)
    }
    guard patterns.isEmpty || patterns.count == Set(names).count else {
      let without = names.filter { patterns[$0] == nil }.joined(separator: ", ")
      throw SurveyError(
        "band \(without) has no pattern while others have; give a pattern for every band or none")
    }
  }

  /// The band whose pattern a path fits; a pattern without a slash is compared with the file's
  /// name only.
  func band(of path: String) throws(SurveyError) -> String? {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let fitting = names.filter { band in
      guard let pattern = patterns[band] else { return false }
      return fnmatch(pattern, pattern.contains("/") ? path : name, 0) == 0
    }
    guard fitting.count < 2 else {
      throw SurveyError(
        "\(path) fits the patterns of bands \(fitting.joined(separator: " and ")); make the "
          + "patterns tell them apart")
    }
    return fitting.first
  }
}
