internal import FITS
internal import Sources

/// A number measured on a source's pixels without any label, stored beside its code.
struct Measurement {
  /// The name of its column.
  var column: String
  /// What a report calls it.
  var name: String
  /// The same for a narrow table.
  var shortName = ""
  var unit: String?
  var ucd: String?
  var description: String
  /// +1 where more of it means more star-like, −1 where less does, 0 where it is no classifier.
  var sense: Double
  /// The values in a set of scores, in the sense of `CompactnessScores`: higher is more star-like.
  var values: @Sendable (CompactnessScores) -> [Double]

  /// The plainest of them, below which no score should fall.
  static let concentration = Measurement(
    column: "CONCENTRATION", name: "concentration (r)", shortName: "conc.",
    ucd: "phot.flux;arith.ratio",
    description: "ln of the flux within 1.6 pixels over that within 4.1, reference band",
    sense: 1, values: \.concentration)

  /// All of them, in the order of the columns.
  static let all = [
    concentration,
    Measurement(
      column: "R50", name: "half-light radius (r)", shortName: "R50", unit: "pixel",
      ucd: "phys.angSize;src", description: "Radius of half of the light, reference band",
      sense: -1, values: \.halfLightRadius),
    Measurement(
      column: "PSF_MINUS_MODEL", name: "PSF minus model (r)", shortName: "PSF-model", unit: "mag",
      ucd: "phot.mag;arith.diff",
      description: "Magnitude of a point minus that of the best exponential galaxy",
      sense: -1, values: \.psfMinusModel),
    Measurement(
      column: "TEMPLATE_CHI2", name: "template chi2 (ugriz)", shortName: "chi2",
      ucd: "stat.fit.chi2;arith.diff",
      description: "chi2 of the best galaxy minus that of a point, all bands, softened",
      sense: 1, values: \.templates),
    Measurement(
      column: "COMPACTNESS", name: "compactness u (gri)", shortName: "u", ucd: "src.morph.param",
      description: "Gaussian flux ratio over that of the field's stars, g+r+i",
      sense: 1, values: \.compactness),
    Measurement(
      column: "COMPACTNESS_ERR", name: "", ucd: "stat.error;src.morph.param",
      description: "Standard error of COMPACTNESS", sense: 0, values: \.compactnessError),
    Measurement(
      column: "MAG_STACK", name: "", unit: "mag", ucd: "phot.mag",
      description: "Magnitude in the g+r+i stack", sense: 0, values: \.magnitude),
  ]

  /// The clusters' own score, in tables where it has been joined with others.
  static let clusters = Measurement(
    column: "P_CLUSTERS", name: "clusters of codes alone", shortName: "clusters",
    description: "Probability of being a star by the clusters of codes alone", sense: 1,
    values: \.concentration)

  /// Clusters and template fit together, in tables where artificial stars have taught more.
  static let joined = Measurement(
    column: "P_JOINED", name: "clusters and template chi2", shortName: "joined",
    description: "Probability of being a star by clusters and template fit together", sense: 1,
    values: \.concentration)

  /// What a student learned from, in its table.
  static let teacher = Measurement(
    column: "P_TEACHER", name: "the student's teacher", shortName: "teacher",
    description: "Probability of being a star that was learned from", sense: 1,
    values: \.concentration)

  /// What this program made on the way; all other scores are classical or somebody else's.
  static let ownNames = Set([teacher, joined, clusters].map(\.name))

  /// What ours is shown beside: the classical scores, and what it was made of if a table has that.
  static func baselines(among names: some Collection<String>) -> [Measurement] {
    ([teacher, joined, clusters] + all).filter { $0.sense != 0 && names.contains($0.column) }
  }

  /// The same by the names that a report uses.
  static func baselines(called names: some Collection<String>) -> [Measurement] {
    ([teacher, joined, clusters] + all).filter { $0.sense != 0 && names.contains($0.name) }
  }

  /// What a narrow table calls a score: its short name, or as much of its name as has room.
  static func shortName(of name: String) -> String {
    baselines(called: [name]).first?.shortName ?? String(name.prefix(9))
  }

  /// The measured values as a column; radii and differences in their natural sense.
  func column(of scores: CompactnessScores) -> Column {
    let sign = sense < 0 ? -1.0 : 1.0
    return Column(
      name: column, unit: unit, ucd: ucd, description: description,
      values: .double(values(scores).map { sign * $0 }))
  }
}
