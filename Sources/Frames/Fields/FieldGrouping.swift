internal import Sky

extension FrameInventory {
  /// The fields whose images are there in every band.
  ///
  /// - Parameter skip: takes what is wrong with a field, which is then left out; nil throws it.
  public func fields(
    bands: [String], reference: String, skip: ((_ field: String, _ reason: String) -> Void)? = nil
  ) throws -> [FieldFiles] {
    let images = planes.filter { $0.role == .image && bands.contains($0.band ?? "") }
    guard !images.isEmpty else {
      throw SurveyError(
        "none of the \(fileCount) frames given is of band \(bands.joined(separator: ", ")); "
          + "give frames of these bands or choose others with --bands")
    }
    var groups: [String: [FoundPlane]] = [:]
    for image in images { groups[image.key, default: []].append(image) }
    let isNamed = images.allSatisfy { SurveyFileName.parse($0.address.path) != nil }
    let fit = groups.values.allSatisfy { group in
      group.count == bands.count && Set(group.map(\.band)).count == bands.count
    }
    if !isNamed, !fit {
      return try onTheSky(images, bands: bands, reference: reference, skip: skip)
    }
    var fields: [FieldFiles] = []
    for (id, group) in groups.sorted(by: { $0.key < $1.key }) {
      do throws(SurveyError) {
        fields.append(try field(id, group, bands))
      } catch {
        guard let skip else { throw error }
        skip(id, error.description)
      }
    }
    return fields
  }

  /// A field of images that share a name.
  private func field(
    _ id: String, _ group: [FoundPlane], _ bands: [String]
  ) throws(SurveyError) -> FieldFiles {
    let id = id.isEmpty ? "field" : id
    let missing = bands.filter { band in !group.contains { $0.band == band } }
    guard missing.isEmpty else {
      let present = bands.filter { !missing.contains($0) }.joined(separator: ",")
      let names = missing.map { "frame-\($0)-\(id).fits" }.joined(separator: " and ")
      throw SurveyError(
        "field \(id) has no frame of band \(missing.joined(separator: ", ")); "
          + "add \(names), or leave the band out with --bands \(present)")
    }
    var planes: [BandPlanes] = []
    for band in bands {
      let images = group.filter { $0.band == band }
      guard images.count == 1 else {
        throw SurveyError(
          "field \(id) has two frames of band \(band): \(images[0].address) and "
            + "\(images[1].address); give only one of them")
      }
      planes.append(withCompanions(images[0], band))
    }
    return FieldFiles(id: id, planes: planes)
  }

  /// Fields built around every frame of the reference band: of each other band the overlapping
  /// frame whose centre is nearest.
  private func onTheSky(
    _ images: [FoundPlane], bands: [String], reference: String,
    skip: ((String, String) -> Void)?
  ) throws -> [FieldFiles] {
    var placed: [(plane: FoundPlane, footprint: SkyFootprint)] = []
    let files = SharedFiles(images.map(\.address.path))
    for image in images {
      do {
        placed.append((image, try SkyFootprint(of: image.address, files: files)))
      } catch {
        guard let skip else { throw error }
        skip(image.address.path, "\(error)")
      }
    }
    var fields: [FieldFiles] = []
    for (centre, footprint) in placed where centre.band == reference {
      do throws(SurveyError) {
        var planes: [BandPlanes] = []
        for band in bands {
          let nearest = placed.filter { $0.plane.band == band && $0.footprint.overlaps(footprint) }
            .min { $0.footprint.distance(to: footprint) < $1.footprint.distance(to: footprint) }
          let own = band == reference ? centre : nearest?.plane
          guard let own else {
            throw SurveyError(
              "no frame of band \(band) shows the sky of \(centre.address); add one, or leave the "
                + "band out with --bands \(bands.filter { $0 != band }.joined(separator: ","))")
          }
          planes.append(withCompanions(own, band))
        }
        let taken = fields.contains { $0.id == centre.key } || centre.key.isEmpty
        let unit = centre.address.unit.map { "-\($0)" } ?? ""
        let id = taken ? "\(FilePlanes.stem(centre.address.path))\(unit)" : centre.key
        fields.append(FieldFiles(id: id, planes: planes))
      } catch {
        guard let skip else { throw error }
        skip(centre.address.path, error.description)
      }
    }
    guard !fields.isEmpty || skip != nil else {
      throw SurveyError(
        "none of the \(fileCount) frames given is of the reference band \(reference); give one or "
          + "choose another with --reference-band")
    }
    return fields.sorted { $0.id < $1.id }
  }

  /// The image with its uncertainties and its mask, where there are some.
  private func withCompanions(_ image: FoundPlane, _ band: String) -> BandPlanes {
    var result = BandPlanes(band: band, image: image.address)
    result.calibration = SurveyFileName.parse(image.address.path).flatMap {
      calibrations[$0.field]
    }
    let near = planes.filter {
      $0.role != .image && $0.key == image.key && ($0.band == nil || $0.band == band)
    }
    // One of the very band comes before one of all bands.
    for plane in near.sorted(by: { ($0.band == nil ? 0 : 1) < ($1.band == nil ? 0 : 1) }) {
      switch plane.role {
      case .weight(let uncertainty):
        result.weight = plane.address
        result.uncertainty = uncertainty
      case .mask: result.mask = plane.address
      case .image: continue
      }
    }
    return result
  }
}
