internal import Sky

extension FrameInventory {
  /// The fields whose images are there in every band.
  ///
  /// Images of one name but for the band are a field. Where a name stands in several folders, each folder has its
  /// field. Where no name has all bands and names may be those of exposures, what overlaps on the sky is one, unless that
  /// could mean two things.
  ///
  /// - Parameter skip: takes what is wrong with a field, which is then left out; nil throws it.
  public func fields(
    bands: [String], reference: String, skip: ((_ field: String, _ reason: String) -> Void)? = nil
  ) throws -> [FieldFiles] {
    try requireLight()
    let images = planes.filter { $0.role == .image && bands.contains($0.band ?? "") }
    guard !images.isEmpty else {
      throw SurveyError(
        "none of the \(fileCount) frames given is of band \(bands.joined(separator: ", ")); "
          + "give frames of these bands or choose others with --bands")
    }
    let groups = FieldGroup.groups(of: images, bands: bands)
    let isNamed = images.allSatisfy { $0.survey.words == nil && !$0.survey.isNamedByExposure }
    let companions = Companions(of: self)
    guard isNamed || groups.contains(where: { $0.isComplete(bands) }) else {
      return try onTheSky(images, companions, bands: bands, reference: reference, skip: skip)
    }
    var fields: [FieldFiles] = []
    for group in groups {
      do throws(SurveyError) {
        fields.append(try field(group, companions, bands))
      } catch {
        guard let skip else { throw error }
        skip(group.id, error.description)
      }
    }
    return fields
  }

  /// A field of images that share a name.
  private func field(
    _ group: FieldGroup, _ companions: Companions, _ bands: [String]
  ) throws(SurveyError) -> FieldFiles {
    let id = group.id
    let missing = bands.filter { band in !group.images.contains { $0.band == band } }
    guard missing.isEmpty else {
      let present = bands.filter { !missing.contains($0) }.joined(separator: ",")
      let isSDSS = group.images.contains { FrameName($0.address.path) != nil }
      let names =
        isSDSS ? missing.map { "frame-\($0)-\(id).fits" }.joined(separator: " and ") : "it"
      throw SurveyError(
        "field \(id) has no frame of band \(missing.joined(separator: ", ")); "
          + "add \(names), or leave the band out with --bands \(present)")
    }
    var planes: [BandPlanes] = []
    for band in bands {
      let images = group.images.filter { $0.band == band }
      guard images.count == 1 else {
        throw SurveyError(
          "field \(id) has two frames of band \(band): \(images[0].address) and "
            + "\(images[1].address); give only one of them")
      }
      planes.append(try companions.planes(of: images[0], band))
    }
    return FieldFiles(id: id, planes: planes)
  }

  /// Fields built around every frame of the reference band: of each other band the overlapping
  /// frame whose centre is nearest, if no other is as near and no other field takes it.
  private func onTheSky(
    _ images: [FoundPlane], _ companions: Companions, bands: [String], reference: String,
    skip: ((String, String) -> Void)?
  ) throws -> [FieldFiles] {
    var placed: [PlacedImage] = []
    let files = SharedFiles(images.map(\.address.path))
    for image in images {
      do {
        placed.append(
          PlacedImage(plane: image, footprint: try SkyFootprint(of: image.address, files: files)))
      } catch {
        guard let skip else { throw error }
        skip(image.address.path, "\(error)")
      }
    }
    var fields: [FieldFiles] = []
    var taken: [PlaneAddress: PlaneAddress] = [:]
    for centre in placed where centre.plane.band == reference {
      do throws(SurveyError) {
        var planes: [BandPlanes] = []
        for band in bands {
          let own =
            band == reference ? centre.plane : try centre.partner(of: band, among: placed, bands)
          if let other = taken.updateValue(centre.plane.address, forKey: own.address) {
            throw SurveyError(
              "\(other) and \(centre.plane.address) show one sky, and there is but one frame of band "
                + "\(band) for both, \(own.address); give the frames of one exposure, or name their files "
                + "alike but for the band")
          }
          planes.append(try companions.planes(of: own, band))
        }
        fields.append(
          FieldFiles(id: FieldGroup.id(of: centre.plane, besides: fields.map(\.id)), planes: planes)
        )
      } catch {
        guard let skip else { throw error }
        skip(centre.plane.address.path, error.description)
      }
    }
    guard !fields.isEmpty || skip != nil else {
      throw SurveyError(
        "none of the \(fileCount) frames given is of the reference band \(reference); give one or "
          + "choose another with --reference-band")
    }
    return fields.sorted { $0.id < $1.id }
  }
}

/// An image and the sky that it shows.
private struct PlacedImage {
  let plane: FoundPlane
  let footprint: SkyFootprint

  /// The frame of another band on the same sky.
  func partner(
    of band: String, among images: [PlacedImage], _ bands: [String]
  ) throws(SurveyError) -> FoundPlane {
    let near = images.filter { $0.plane.band == band && $0.footprint.overlaps(footprint) }
      .map { (image: $0, distance: $0.footprint.distance(to: footprint)) }
      .sorted {
        ($0.distance, $0.image.plane.address.path) < ($1.distance, $1.image.plane.address.path)
      }
    guard let nearest = near.first else {
      throw SurveyError(
        "no frame of band \(band) shows the sky of \(plane.address); add one, or leave the "
          + "band out with --bands \(bands.filter { $0 != band }.joined(separator: ","))")
    }
    if near.count > 1, near[1].distance - nearest.distance < 0.05 * footprint.radius {
      throw SurveyError(
        "two frames of band \(band) show the sky of \(plane.address) alike: "
          + "\(nearest.image.plane.address) and \(near[1].image.plane.address); give one of them, or name "
          + "the files of a field alike but for the band")
    }
    return nearest.image.plane
  }
}
