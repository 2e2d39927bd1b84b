internal import FITS
internal import Surveys

/// Tells the planes of one file, unit by unit.
struct UnitReader {
  let path: String
  let survey: Survey
  let generic: Survey
  /// The bands asked for; nil takes any.
  let bands: [String]?
  /// The band that a pattern says the whole file is of.
  let given: String?
  let primary: Header
  private let stem: NameTokens
  private(set) var planes: [FoundPlane] = []
  private(set) var unknownFilter: String?

  init(
    path: String, survey: Survey, generic: Survey, bands: [String]?, given: String?, primary: Header
  ) {
    (self.path, self.survey, self.generic) = (path, survey, generic)
    (self.bands, self.given, self.primary) = (bands, given, primary)
    stem = NameTokens(FITSFileName.stem(of: path))
  }

  /// What is told of a unit's role, band and field before its shape is looked at.
  private struct Told {
    var role: PlaneRole
    var rule: String
    var band: String?
    var field: String?
    var words: FileWords?
    var isUnknown = false
  }

  mutating func read(_ unit: Int, _ header: Header, shape: [Int]) {
    let title = header.string("EXTNAME").flatMap { $0.isEmpty ? nil : $0 }
    let told = told(header, title: title)
    switch shape.count {
    case 2: add(unit, nil, band(header, title, told, unit: unit), told, header, title, shape)
    case 3 where shape[0] <= 64:
      let names = cubeBands(header, count: shape[0]) ?? cubeBands(primary, count: shape[0])
      if let names {
        for (slice, band) in names.enumerated() where bands?.contains(band) ?? true {
          add(unit, slice, band, told, header, title, shape)
        }
      } else if shape[0] == 1 {
        let band = given ?? told.band ?? filterBand(header) ?? stem.band(among: bands)
        add(unit, 0, band, told, header, title, shape)
      } else if let bands, shape[0] == bands.count {
        // A cube that does not say: its slices are the bands asked for, in that order.
        for (slice, band) in bands.enumerated() {
          add(unit, slice, band, told, header, title, shape)
        }
      }
    default: return
    }
  }

  /// By the survey's patterns, else by words: of the header, of EXTNAME, of the file's name.
  private func told(_ header: Header, title: String?) -> Told {
    let reading = survey.reading(stem: stem.text, unit: title) { keyword in
      header.text(keyword) ?? primary.text(keyword)
    }
    if let reading {
      return Told(role: reading.role, rule: reading.rule, band: reading.band, field: reading.field)
    }
    guard let words = survey.words else {
      return Told(
        role: .notLight, rule: "no rule of \(survey.file) knows it", isUnknown: true)
    }
    if let told = told(by: Self.kinds, of: header, words) { return told }
    if let title,
      let role =
        (words.role(title) ?? NameTokens(title).words.lazy.compactMap { words.role($0) }.first)
    {
      return Told(
        role: role, rule: "EXTNAME '\(title)'", words: role == .image ? FileWords(stem, words) : nil
      )
    }
    if let told = told(by: ["IMAGETYP", "PRODTYPE", "OBSTYPE"], of: primary, words) { return told }
    return Told(role: .image, rule: "an image", words: FileWords(stem, words))
  }

  /// The keywords that say what a unit holds, the most exact first: UTYPE of astropy's CCDData, HDUCLAS3 (kind of
  /// errors) and HDUCLAS2 of ESO's products.
  private static let kinds = [
    "UTYPE", "HDUCLAS3", "IMAGETYP", "EXTTYPE", "HDUCLAS2", "PRODTYPE", "CONTENT", "OBSTYPE",
  ]

  /// The role that one of some keywords tells, where it is none of light.
  private func told(by keywords: [String], of header: Header, _ words: RoleWords) -> Told? {
    for keyword in keywords {
      guard let text = header.string(keyword),
        let role = NameTokens(text).words.lazy.compactMap({ words.role($0) }).first, role != .image
      else { continue }
      return Told(role: role, rule: "\(keyword) = '\(text)'")
    }
    return nil
  }

  private mutating func band(
    _ header: Header, _ title: String?, _ told: Told, unit: Int
  ) -> String? {
    var band = given ?? told.band ?? filterBand(header)
    band = band ?? title.flatMap { NameTokens($0).band(among: bands) }
    if band == nil, unit > 0 { band = filterBand(primary) }
    band = band ?? stem.band(among: bands)
    if told.role == .image, band == nil { unknownFilter = unknownFilter ?? filters(header).first }
    return band
  }

  private mutating func add(
    _ unit: Int, _ slice: Int?, _ band: String?, _ told: Told, _ header: Header, _ title: String?,
    _ shape: [Int]
  ) {
    var plane = FoundPlane(
      address: PlaneAddress(path: path, unit: unit, slice: slice), role: told.role, band: band,
      key: "", survey: survey, rule: told.rule, title: title,
      grid: PixelGrid(shape: shape, header: header), words: told.words)
    plane.words?.band = band.flatMap(stem.place)
    if told.isUnknown { plane.leaveOut(because: told.rule) }
    plane.unitKey = unitKey(plane.band, title)
    if let field = told.field { plane.key = field } else { plane.key = key(plane) }
    planes.append(plane)
  }

  /// The words of the file and of the extension, without band and role.
  private func key(_ plane: FoundPlane) -> String {
    guard let words = survey.words ?? generic.words else { return stem.text }
    var file = FileWords(stem, words)
    file.band = plane.band.flatMap(stem.place)
    return plane.key(ofFile: file.key(withRole: plane.role != .image))
  }

  /// The words of an extension's name, without band and role.
  private func unitKey(_ band: String?, _ title: String?) -> String {
    guard let title, let words = survey.words ?? generic.words, words.role(title) == nil else {
      return ""
    }
    let tokens = NameTokens(title)
    var dropped = Set(tokens.words.indices.filter { words.role(tokens.words[$0]) != nil })
    if let place = band.flatMap(tokens.place) { dropped.insert(place) }
    return tokens.text(without: dropped)
  }

  // MARK: Bands

  private func filters(_ header: Header) -> [String] {
    let keywords = survey.bands.keywords.isEmpty ? generic.bands.keywords : survey.bands.keywords
    return keywords.compactMap { keyword in
      // The number of a channel is a band only where the survey says which.
      header.string(keyword)
        ?? header.int(keyword).map(String.init).flatMap { survey.bands.knows($0) ? $0 : nil }
    }.filter { !FilterName.isNone($0) }
  }

  private func filterBand(_ header: Header) -> String? {
    filters(header).lazy.compactMap { filter in
      survey.bands.knows(filter)
        ? survey.bands.band(filter) : FilterName.band(filter, among: bands)
    }.first
  }

  /// The bands of a cube from BANDS ('grz' or 'g,r,z') or BAND0… and BAND1….
  private func cubeBands(_ header: Header, count: Int) -> [String]? {
    if let text = header.string("BANDS") {
      let words = NameTokens(text).words
      if words.count == count { return words }
      if words.count == 1, text.count == count { return text.map(String.init) }
    }
    // Colour pictures, as Siril writes them.
    if count == 3, header.string("CTYPE3")?.uppercased() == "RGB" { return ["R", "G", "B"] }
    for first in [0, 1] {
      let names = (first..<first + count).compactMap { header.string("BAND\($0)") }
      if names.count == count { return names }
    }
    return nil
  }
}
