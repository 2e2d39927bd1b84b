internal import Surveys

/// What planes are by the words of their files' names, seen beside each other.
///
/// "wht" in a name tells a weight. "std" may be one, or a star's name: it tells only beside an image of the same name
/// without it. A word that is not known makes no light either, where an image of the same pixels goes without it.
enum FileRoles {
  static func settle(_ planes: inout [FoundPlane]) {
    for index in planes.indices {
      guard planes[index].role == .image, let told = planes[index].words?.role, !told.isDoubtful
      else {
        continue
      }
      planes[index].take(told.role, at: told.place)
    }
    // A companion of no band ("coadd.flag") goes with an image of any.
    let images = Set(
      planes.filter { $0.role == .image }.flatMap { plane in
        [Name(plane, plane.key), Name(folder: plane.folder, key: plane.key, band: nil)]
      })
    for index in planes.indices {
      guard planes[index].role == .image, let words = planes[index].words, let told = words.role
      else {
        continue
      }
      let partner = planes[index].key(ofFile: words.key(withRole: true))
      if partner != planes[index].key, images.contains(Name(planes[index], partner)) {
        planes[index].take(told.role, at: told.place)
      }
    }
    leaveOutStrangers(&planes)
  }

  /// Images of one band in one folder that a name may tell.
  private struct Name: Hashable {
    let folder, key: String
    let band: String?

    init(folder: String, key: String, band: String?) {
      (self.folder, self.key, self.band) = (folder, key, band)
    }

    init(_ plane: FoundPlane, _ key: String) {
      self.init(folder: plane.folder, key: key, band: plane.band)
    }
  }

  /// An image and the words of its file's name, but for the band's.
  private struct NamedImage {
    let plane: FoundPlane
    let words: [String]

    init(plane: FoundPlane) {
      self.plane = plane
      words = plane.words?.plain ?? []
    }
  }

  private struct Place: Hashable {
    let folder, unitKey: String
    let band: String?
    let width, height: Int
  }

  private static func leaveOutStrangers(_ planes: inout [FoundPlane]) {
    var groups: [Place: [Int]] = [:]
    for (index, plane) in planes.enumerated() where plane.role == .image && plane.words != nil {
      guard plane.address.slice == nil, let grid = plane.grid else { continue }
      let place = Place(
        folder: plane.folder, unitKey: plane.unitKey, band: plane.band, width: grid.width,
        height: grid.height)
      groups[place, default: []].append(index)
    }
    for group in groups.values where group.count > 1 {
      let images = group.map { NamedImage(plane: planes[$0]) }
      for (index, own) in zip(group, images) {
        guard let (word, image) = stranger(own, among: images) else { continue }
        planes[index].leaveOut(
          because:
            "'\(word)' in its name is no word that is known, beside the image \(image.address)")
      }
    }
  }

  /// The word that a plane's name has beyond, or in place of, that of an image of the same pixels.
  private static func stranger(
    _ named: NamedImage, among images: [NamedImage]
  ) -> (word: String, image: FoundPlane)? {
    let (plane, own) = (named.plane, named.words)
    guard let words = plane.survey.words, let grid = plane.grid else { return nil }
    for candidate in images {
      let (image, other) = (candidate.plane, candidate.words)
      guard image.grid.map(grid.fits) ?? false, image.address.path != plane.address.path else {
        continue
      }
      if own.count == other.count + 1, let word = inserted(own, other), isWord(word),
        words.role(word) != .image
      {
        return (word, image)
      }
      let differing = own.count == other.count ? own.indices.filter { own[$0] != other[$0] } : []
      if differing.count == 1, isWord(own[differing[0]]), words.role(own[differing[0]]) == nil,
        words.role(other[differing[0]]) == .image
      {
        return (own[differing[0]], image)
      }
    }
    return nil
  }

  /// The one word that the longer list has beyond the other.
  private static func inserted(_ longer: [String], _ shorter: [String]) -> String? {
    let place = shorter.indices.first { longer[$0] != shorter[$0] } ?? shorter.count
    return Array(longer[(place + 1)...]) == Array(shorter[place...]) ? longer[place] : nil
  }

  /// No number, which tells fields apart.
  private static func isWord(_ text: String) -> Bool { text.allSatisfy(\.isLetter) }
}

extension FoundPlane {
  fileprivate mutating func take(_ role: PlaneRole, at place: Int) {
    guard let words else { return }
    self.role = role
    rule = "'\(words.tokens.words[place])' in its name"
    key = key(ofFile: words.key(withRole: true))
  }
}
