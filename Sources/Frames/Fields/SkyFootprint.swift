internal import FITS
package import Sky

/// The piece of sky that a plane shows: its corners and centre.
package struct SkyFootprint: Sendable {
  let centre: SkyPosition
  /// From the centre to the farthest corner, in arcseconds.
  let radius: Double
  private let wcs: WCS
  private let width, height: Double

  package init(of address: PlaneAddress) throws {
    try self.init(of: address, files: SharedFiles([address.path]))
  }

  init(of address: PlaneAddress, files: SharedFiles) throws {
    let file = try files.open(address.path)
    guard let unit = try address.unit ?? Frame.firstPlane(of: file),
      let shape = try file.imageShape(of: unit), shape.count >= 2
    else { throw SurveyError("\(address.path) holds no image; leave it out") }
    do throws(FITSError) {
      wcs = try WCS(header: file.header(of: unit))
      (width, height) = (Double(shape[shape.count - 1]), Double(shape[shape.count - 2]))
      let middle = try wcs.sky(x: (width - 1) / 2, y: (height - 1) / 2)
      let corner = try wcs.sky(x: 0, y: 0)
      centre = SkyPosition(ra: middle.ra, dec: middle.dec)
      radius = centre.separation(to: SkyPosition(ra: corner.ra, dec: corner.dec))
    } catch {
      throw SurveyError("cannot place \(address) on the sky: \(error)")
    }
  }

  func distance(to other: SkyFootprint) -> Double { centre.separation(to: other.centre) }

  /// Whether the other's centre lies in this one, or this one's in the other.
  func overlaps(_ other: SkyFootprint) -> Bool {
    distance(to: other) <= max(radius, other.radius)
      && (contains(other.centre) || other.contains(centre))
  }

  package func contains(_ position: SkyPosition) -> Bool {
    guard centre.separation(to: position) <= 1.01 * radius,
      let pixel = try? wcs.pixel(ra: position.ra, dec: position.dec)
    else { return false }
    return (-0.5..<width - 0.5).contains(pixel.x) && (-0.5..<height - 0.5).contains(pixel.y)
  }
}
