/// The name of an SDSS corrected frame: `frame-BAND-RUN-CAMCOL-FIELD.fits[.bz2|.gz]`.
///
/// See https://data.sdss.org/datamodel/files/BOSS_PHOTOOBJ/frames/RERUN/RUN/CAMCOL/frame.html
public struct FrameName: Sendable, Hashable {
  public let band: String
  public let run: Int
  /// The camera column, 0–9 (SDSS has 1–6).
  public let camcol: Int
  public let field: Int

  /// Reads the last part of a path; nil where it is no such name.
  public init?(_ path: String) {
    guard
      let words = SurveyFileName.words(of: path, kind: "frame", endings: [".fits"]),
      words.count == 4, !words[0].isEmpty,
      words[0].utf8.allSatisfy({ (0x61...0x7a).contains($0) }),
      zip(words[1...], [6, 1, 4]).allSatisfy({ SurveyFileName.isNumber($0, $1) }),
      let run = Int(words[1]), let camcol = Int(words[2]), let field = Int(words[3])
    else { return nil }
    band = String(words[0])
    self.run = run
    self.camcol = camcol
    self.field = field
  }

  public init(band: String, run: Int, camcol: Int, field: Int) {
    self.band = band
    self.run = run
    self.camcol = camcol
    self.field = field
  }

  /// What the five bands of one piece of sky share: "003918-3-0213".
  public var fieldID: String {
    "\(Self.padded(run, to: 6))-\(camcol)-\(Self.padded(field, to: 4))"
  }

  /// The plain file name, "frame-r-003918-3-0213.fits".
  public var fileName: String { "frame-\(band)-\(fieldID).fits" }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
