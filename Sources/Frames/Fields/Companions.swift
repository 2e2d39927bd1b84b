internal import Sky
internal import Surveys

/// The uncertainties and masks that belong to images.
struct Companions {
  private let companions: [String: [FoundPlane]]
  /// How many images of a name and band there are, in all folders.
  private let images: [Name: Int]
  private let calibrations: [String: String]
  /// Companions whose names no image has, by their file, and the images of each file.
  private let strays: [String: [FoundPlane]]
  private let lights: [String: [FoundPlane]]

  private struct Name: Hashable {
    let key: String
    let band: String?
  }

  init(of inventory: FrameInventory) {
    let all = inventory.planes.filter { plane in
      if case .weight = plane.role { true } else { plane.role == .mask }
    }
    companions = Dictionary(grouping: all, by: \.key)
    let light = inventory.planes.filter { $0.role == .image }
    let keys = Set(light.map(\.key))
    lights = Dictionary(grouping: light, by: \.address.path)
    strays = Dictionary(grouping: all.filter { !keys.contains($0.key) }, by: \.address.path)
    images = inventory.planes.reduce(into: [:]) { counts, plane in
      if plane.role == .image { counts[Name(key: plane.key, band: plane.band), default: 0] += 1 }
    }
    calibrations = inventory.calibrations
  }

  /// The image with its uncertainties and its mask, where there are some.
  ///
  /// Those in the image's file come before those of the folder, and these before any that lie elsewhere; those of the
  /// band before those of all bands; of several kinds of uncertainties the one that says most.
  func planes(of image: FoundPlane, _ band: String) throws(SurveyError) -> BandPlanes {
    var result = BandPlanes(band: band, image: image.address)
    result.survey = image.survey
    result.calibration = SurveyFileName.parse(image.address.path).flatMap {
      calibrations[$0.field]
    }
    let near = ((companions[image.key] ?? []) + insiders(of: image))
      .filter { $0.band == nil || $0.band == band }
    var weights: [(rank: [Int], plane: FoundPlane, uncertainty: PlaneRole.Uncertainty)] = []
    var masks: [(rank: [Int], plane: FoundPlane)] = []
    for plane in near {
      guard let distance = distance(plane, image) else { continue }
      let rank = [distance, plane.band == nil ? 1 : 0]
      switch plane.role {
      case .weight(let uncertainty): weights.append((rank, plane, uncertainty))
      case .mask: masks.append((rank, plane))
      case .image, .notLight: continue
      }
    }
    if let nearest = weights.map(\.rank).min(by: { $0.lexicographicallyPrecedes($1) }) {
      let here = weights.filter { $0.rank == nearest }
      for uncertainty in PlaneRole.Uncertainty.allCases {
        let kind = here.filter { $0.uncertainty == uncertainty }
        guard let first = kind.first else { continue }
        try checkAlone(kind.map(\.plane), of: image, "hold the \(uncertainty.rawValue)")
        (result.weight, result.uncertainty) = (first.plane.address, uncertainty)
        break
      }
    }
    if let nearest = masks.map(\.rank).min(by: { $0.lexicographicallyPrecedes($1) }) {
      let here = masks.filter { $0.rank == nearest }.map(\.plane)
      try checkAlone(here, of: image, "are masks")
      result.mask = here.first?.address
    }
    return result
  }

  /// Companions in the file of an image whose names tell no image, but whose pixels can be of that one only.
  private func insiders(of image: FoundPlane) -> [FoundPlane] {
    (strays[image.address.path] ?? []).filter { plane in
      let images = (lights[image.address.path] ?? []).filter {
        plane.band == nil || $0.band == plane.band
      }
      guard images.count == 1, images[0].address == image.address else { return false }
      return plane.grid.flatMap { own in image.grid.map(own.fits) } ?? false
    }
  }

  private func checkAlone(
    _ planes: [FoundPlane], of image: FoundPlane, _ what: String
  ) throws(SurveyError) {
    guard planes.count > 1 else { return }
    throw SurveyError(
      "\(planes[0].address) and \(planes[1].address) both \(what) of \(image.address); give only one "
        + "of them")
  }

  /// 0 in the image's file, 1 in its folder, 2 elsewhere; nil where that could be another image's as well.
  private func distance(_ plane: FoundPlane, _ image: FoundPlane) -> Int? {
    if plane.address.path == image.address.path { return 0 }
    if plane.folder == image.folder { return 1 }
    return images[Name(key: image.key, band: image.band), default: 0] == 1 ? 2 : nil
  }
}
