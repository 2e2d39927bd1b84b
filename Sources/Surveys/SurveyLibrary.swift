public import Sky

/// The surveys that the program knows: the files in `surveys/`, which are part of the program, or one that the user
/// names or wrote.
public struct SurveyLibrary: Sendable {
  /// In the order in which files are compared with them.
  public let surveys: [Survey]
  /// What is used where a survey's files are not recognised.
  public let generic: Survey
  /// Whether the user named the survey: then every file is one of it.
  public let isChosen: Bool

  /// All that come with the program; they are read once.
  public init() throws(SurveyError) { self = try Self.own.get() }

  private static let own = Result { () throws(SurveyError) in try SurveyLibrary(reading: texts) }

  private init(reading texts: [(name: String, bytes: [UInt8])]) throws(SurveyError) {
    var surveys: [Survey] = []
    for (name, bytes) in texts {
      surveys.append(try Self.read(name, bytes))
    }
    self.surveys = surveys
    generic = try Self.read("generic", PackageResources.generic_yaml)
    isChosen = false
  }

  /// One survey for all files: the name of one that comes with the program, or the path of a description.
  public init(choosing choice: String) throws(SurveyError) {
    let library = try SurveyLibrary()
    generic = library.generic
    isChosen = choice != generic.name
    if choice == generic.name {
      surveys = []
    } else if let known = library.surveys.first(where: { $0.name == choice }) {
      surveys = [known]
    } else if Self.isFile(choice) {
      surveys = [try Survey(reading: choice)]
    } else {
      throw SurveyError(
        "there is no survey '\(choice)'; those that come with the program are "
          + (library.surveys + [generic]).map(\.name).joined(separator: ", ")
          + ", and a file of your own ends in .yaml")
    }
  }

  /// Whether a choice names a description of the user's own, not a survey that is known.
  public static func isFile(_ choice: String) -> Bool {
    [".yaml", ".yml"].contains { choice.lowercased().hasSuffix($0) }
  }

  /// The survey that a file's name shows, where one does.
  public func survey(named stem: String) -> Survey? {
    isChosen ? surveys.first : surveys.first { $0.isNamedBy(stem) }
  }

  /// The survey that a file's headers show, else the description of all others.
  ///
  /// - Parameter header: the text of a keyword's value in any unit of the file.
  public func survey(toldBy header: (String) -> String?) -> Survey {
    surveys.first { isChosen || $0.isTold(by: header) } ?? generic
  }

  private static func read(_ name: String, _ bytes: [UInt8]) throws(SurveyError) -> Survey {
    try Survey(yaml: String(decoding: bytes, as: UTF8.self), path: "surveys/\(name).yaml")
  }

  private static let texts: [(name: String, bytes: [UInt8])] = [
    ("sdss", PackageResources.sdss_yaml), ("sdss-raw", PackageResources.sdss_raw_yaml),
    ("legacy", PackageResources.legacy_yaml), ("des", PackageResources.des_yaml),
    ("decam", PackageResources.decam_yaml), ("ps1", PackageResources.ps1_yaml),
    ("kids", PackageResources.kids_yaml), ("vista", PackageResources.vista_yaml),
    ("wfcam", PackageResources.wfcam_yaml), ("casu", PackageResources.casu_yaml),
    ("hsc", PackageResources.hsc_yaml), ("cfht", PackageResources.cfht_yaml),
    ("ztf", PackageResources.ztf_yaml), ("hst", PackageResources.hst_yaml),
    ("jwst", PackageResources.jwst_yaml), ("spitzer", PackageResources.spitzer_yaml),
    ("euclid", PackageResources.euclid_yaml), ("wise", PackageResources.wise_yaml),
    ("unwise", PackageResources.unwise_yaml), ("twomass", PackageResources.twomass_yaml),
    ("galex", PackageResources.galex_yaml),
  ]

  /// The names of the surveys, as the files in `surveys/` have them.
  public static var names: [String] { texts.map(\.name) + ["generic"] }
}
