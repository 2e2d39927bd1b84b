package import FITS
package import Sky

/// A field whose pixels have classes and sources: what `segment` writes.
package struct SegmentedField: Sendable {
  /// A source and what its pixels say.
  package struct Segment: Sendable {
    package var number: Int
    package var position: SkyPosition
    /// From 0, on the reference band's grid: the centre of its light.
    package var x, y: Double
    package var area: Int
    package var sourceClass: String
    /// How likely that class is among those of sources, by all its pixels.
    package var probability: Double
    /// Light above the frame's sky in every band, in its unit; NaN where a band shows none of the pixels.
    package var fluxes: [Double]
  }

  package let id: String
  package let bands: [String]
  package let planes: ClassPlanes
  /// `[y, x]`: from 1; 0: none.
  package let numbers: [Int32]
  package let segments: [Segment]
  /// Of the reference band.
  package let coordinates: Header
  package let unit: String

  package init(
    _ image: FieldImage, planes: ClassPlanes, parted: PartedSources, light: [Float]
  ) throws {
    (id, bands, self.planes, numbers) = (
      image.field.id, image.field.frames.map(\.band), planes, parted.numbers
    )
    unit = image.reference.unit
    coordinates = try Self.coordinates(of: image)
    segments = try Self.measure(image, planes, parted, light)
  }

  /// The cards of the reference frame that place its pixels on the sky.
  private static func coordinates(of image: FieldImage) throws -> Header {
    let file = try FITSFile(reading: image.reference.path)
    let own = try file.header(of: image.reference.hdu)
    let primary = try file.header(of: 0)
    var header = Header()
    for card in (own.string("CTYPE1") == nil ? primary : own).placingCards {
      header.append(card)
    }
    return header
  }

  private static func measure(
    _ image: FieldImage, _ planes: ClassPlanes, _ parted: PartedSources, _ light: [Float]
  ) throws -> [Segment] {
    let (width, count, bands) = (image.width, parted.count, image.bands)
    var area = [Int](repeating: 0, count: count)
    var moments = [SIMD3<Double>](repeating: .zero, count: count)
    var middle = [SIMD2<Double>](repeating: .zero, count: count)
    var shares = [[Double]](
      repeating: [Double](repeating: 0, count: planes.classes.count), count: count)
    var fluxes = [[Double]](repeating: [Double](repeating: 0, count: bands), count: count)
    var shown = [[Int]](repeating: [Int](repeating: 0, count: bands), count: count)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { row in
      for y in 0..<image.height {
        for x in 0..<width where parted.numbers[y * width + x] > 0 {
          let (place, own) = (y * width + x, Int(parted.numbers[y * width + x]) - 1)
          area[own] += 1
          let weight = light[place] > 0 ? Double(light[place]) : 0
          moments[own] += SIMD3(weight * Double(x), weight * Double(y), weight)
          middle[own] += SIMD2(Double(x), Double(y))
          for value in planes.sourceClasses {
            shares[own][value] += planes.probability(value, at: place)
          }
        }
        for band in 0..<bands {
          image.light(ofRow: y, band: band, into: row)
          let background = image.field.frames[band].background
          for x in 0..<width where parted.numbers[y * width + x] > 0 && row[x].isFinite {
            let own = Int(parted.numbers[y * width + x]) - 1
            fluxes[own][band] += Double(row[x] - background.level(x: x, y: y))
            shown[own][band] += 1
          }
        }
      }
    }
    let centres = (0..<count).map { own -> (x: Double, y: Double) in
      let (sum, weight) = (moments[own], moments[own].z)
      let number = Double(area[own])
      return weight > 0
        ? (sum.x / weight, sum.y / weight) : (middle[own].x / number, middle[own].y / number)
    }
    let sky = try image.reference.wcs.sky(x: centres.map(\.x), y: centres.map(\.y))
    return (0..<count).map { own in
      let best = planes.sourceClasses.max { shares[own][$0] < shares[own][$1] } ?? 0
      let total = shares[own].reduce(0, +)
      return Segment(
        number: own + 1, position: SkyPosition(ra: sky[own].ra, dec: sky[own].dec),
        x: centres[own].x, y: centres[own].y, area: area[own], sourceClass: planes.classes[best],
        probability: total > 0 ? shares[own][best] / total : 0,
        fluxes: (0..<bands).map { shown[own][$0] > 0 ? fluxes[own][$0] : .nan })
    }
  }
}
