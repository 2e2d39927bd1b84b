package import FITS
internal import Foundation

/// One plane that a file offers, and what can be told of it without its pixels.
package struct FoundPlane: Sendable {
  package var address: PlaneAddress
  package var role: PlaneRole
  /// nil where nothing tells: a mask or a weight of all bands, or an image nobody can place.
  package var band: String?
  /// The same for the planes of one field.
  var key: String
}

/// The planes of one file: single images, one band an extension, `[band, y, x]` cubes, each with
/// uncertainties and masks beside them.
package struct FilePlanes {
  package private(set) var planes: [FoundPlane] = []
  /// The value of FILTER and its like where no band was made of it; for errors.
  private(set) var unknownFilter: String?

  /// Reads the headers of a file.
  ///
  /// - Parameters:
  ///   - bands: the bands asked for; nil takes any.
  ///   - given: the band that a pattern says the whole file is of.
  package init(of file: borrowing FITSFile, bands: [String]?, given: String? = nil) throws {
    let path = file.path
    let stem = Self.stem(path)
    let name = NameTokens(stem)
    var imageNames: Set<String> = []
    for unit in 0..<file.unitCount {
      let header = try file.header(of: unit)
      guard let shape = try file.imageShape(of: unit), shape.allSatisfy({ $0 > 0 }) else {
        continue
      }
      let title = NameTokens(header.string("EXTNAME") ?? "")
      let role = Self.role(header, title: title) ?? name.role ?? .image
      let primary = try file.header(of: 0)
      func add(_ slice: Int?, _ band: String?) {
        let own = title.key(without: band)
        let file = name.key(without: band)
        planes.append(
          FoundPlane(
            address: PlaneAddress(path: path, unit: unit, slice: slice), role: role, band: band,
            key: [file, own].filter { !$0.isEmpty }.joined(separator: "-")))
      }
      switch shape.count {
      case 2:
        var band = given ?? Self.filters(header).lazy.compactMap { Self.band($0, bands) }.first
        band = band ?? title.band(among: bands)
        if band == nil, unit > 0 {
          band = Self.filters(primary).lazy.compactMap { Self.band($0, bands) }.first
        }
        band = band ?? name.band(among: bands)
        if role == .image {
          if band == nil { unknownFilter = unknownFilter ?? Self.filters(header).first }
          imageNames.insert(band ?? "")
        }
        add(nil, band)
      case 3 where shape[0] <= 64:
        let names =
          Self.cubeBands(header, count: shape[0])
          ?? Self.cubeBands(
            primary, count: shape[0])
        if let names {
          for (slice, band) in names.enumerated() where bands?.contains(band) ?? true {
            add(slice, band)
          }
        } else if shape[0] == 1 {
          let filter = Self.filters(header).lazy.compactMap { Self.band($0, bands) }.first
          add(0, given ?? filter ?? name.band(among: bands))
        } else if let bands, shape[0] == bands.count {
          // A cube that does not say: its slices are the bands asked for, in that order.
          for (slice, band) in bands.enumerated() { add(slice, band) }
        }
      default: continue
      }
    }
  }

  /// "coadd_g" of "x/coadd_g.fits.fz"
  package static func stem(_ path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for suffixes in [[".gz", ".bz2", ".fz"], [".fits", ".fit", ".fts"]] {
      for suffix in suffixes where name.lowercased().hasSuffix(suffix) {
        name.removeLast(suffix.count)
        break
      }
    }
    return name
  }

  static func isNamedLikeFITS(_ name: String) -> Bool {
    name.lowercased().firstMatch(of: /\.(fits|fit|fts)(\.gz|\.bz2|\.fz)?$/) != nil
  }

  private static func role(_ header: Header, title: NameTokens) -> PlaneRole? {
    for keyword in ["IMAGETYP", "EXTTYPE", "HDUCLAS2", "CONTENT"] {
      if let role = header.string(keyword).flatMap({ NameTokens($0).role }) { return role }
    }
    return title.role
  }

  private static func filters(_ header: Header) -> [String] {
    [
      "BAND", "FILTER", "FILTNAM", "FILTNAM1", "FILTERID", "FILTER1", "FILTER2", "FILTERS",
      "INSFILTE", "FLTRNAME",
    ].compactMap { header.string($0) }.filter { text in
      !text.isEmpty && !text.uppercased().hasPrefix("CLEAR") && text.lowercased() != "none"
    }
  }

  private static func band(_ filter: String, _ bands: [String]?) -> String? {
    if let bands, bands.contains(filter) { return filter }
    if let band = NameTokens(filter).band(among: bands) { return band }
    // "F606W": any single word may be a band where none was asked for.
    let words = NameTokens(filter).words
    return bands == nil && words.count == 1 && words[0].utf8.count <= 20 ? words[0] : nil
  }

  /// The bands of a cube from BANDS ('grz' or 'g,r,z') or BAND0… and BAND1….
  private static func cubeBands(_ header: Header, count: Int) -> [String]? {
    if let text = header.string("BANDS") {
      let words = NameTokens(text).words
      if words.count == count { return words }
      if words.count == 1, text.count == count { return text.map(String.init) }
    }
    for first in [0, 1] {
      let names = (first..<first + count).compactMap { header.string("BAND\($0)") }
      if names.count == count { return names }
    }
    return nil
  }
}
