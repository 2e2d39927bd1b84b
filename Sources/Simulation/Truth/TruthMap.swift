internal import FITS
internal import Foundation
internal import Tensors

/// What is truly in every pixel of a simulated field, on the grid of its r frame (of the middle band, where a
/// survey has no r).
///
/// The light of a source in a pixel, without noise, is counted as a detection image counts it: in the
/// reference band and its neighbours, each in units of the noise of its empty sky, added and divided by the root of
/// their number. A pixel belongs to the source that gives it most, where that is at least `threshold`: the
/// isophote that the program's own detection looks for. Full and bled pixels, cosmic rays and trails, of any
/// band, are artefacts; they keep their source. What the reference band does not show has no class.
package struct TruthMap: Sendable {
  /// What a value of `classes` means.
  package static let names = ["sky", "star", "galaxy", "artefact"]
  /// What stands for no class.
  package static let none: UInt8 = 255
  /// The least light of a source in a pixel that is the source's, in units of the detection image's noise.
  package static let threshold: Float = 2

  let field: SimulatedField
  let coordinates: TangentPlaneKeywords
  let band: String
  /// Row-major [height, width].
  package private(set) var classes: [UInt8]
  /// The number of the source of every pixel, as `truth.csv` has it behind the last hyphen; 0: none.
  package private(set) var segments: [Int32]

  /// - Parameters:
  ///   - cameras: the bands that were drawn.
  ///   - marks: what is wrong with the pixels of each.
  package init(of field: SimulatedField, cameras: [SimulatedCamera], marks: [[PixelMarks]]) throws {
    let reference = cameras.firstIndex { $0.band == "r" } ?? cameras.count / 2
    let frames = cameras.map { SimulatedFrame(field, camera: $0) }
    let shown = max(0, reference - 1)...min(cameras.count - 1, reference + 1)
    self.field = field
    coordinates = frames[reference].coordinates
    band = cameras[reference].band
    let light = try SourceLight(frames: Array(frames[shown]), on: frames[reference])
    let owners = light.owners(above: Self.threshold)
    segments = owners.map { $0 < 0 ? 0 : Int32(clamping: field.sources[Int($0)].number) }
    classes = owners.map { owner in
      owner < 0 ? 0 : field.sources[Int(owner)].isStar ? 1 : 2
    }
    for (frame, marks) in zip(frames, marks) { try add(marks, of: frame) }
    for place in classes.indices where marks[reference][place].contains(.missing) {
      classes[place] = Self.none
    }
  }

  /// Lays the marks of a band on the grid of the reference band.
  private mutating func add(_ marks: [PixelMarks], of frame: SimulatedFrame) throws {
    let (width, height) = (field.settings.width, field.settings.height)
    let map = try GridMap(from: coordinates, to: frame.coordinates, width: width, height: height)
    let artefacts: PixelMarks = [.saturated, .cosmicRay, .trail]
    for row in 0..<height {
      for column in 0..<width {
        guard let place = map.place(column: column, row: row),
          !marks[place].isDisjoint(with: artefacts)
        else { continue }
        classes[row * width + column] = 3
      }
    }
  }
}

/// Which pixel of one frame lies nearest to a pixel of another: a linear map, exact to hundredths of a pixel
/// between bands of one field.
struct GridMap {
  private let width, height: Int
  private let origin, alongX, alongY: SIMD2<Double>

  init(
    from: TangentPlaneKeywords, to: TangentPlaneKeywords, width: Int, height: Int
  ) throws {
    (self.width, self.height) = (width, height)
    let (right, top) = (Double(width), Double(height))
    let sky = try WCS(header: from.header).sky(x: [0, right, 0], y: [0, 0, top])
    let there = try WCS(header: to.header).pixels(ra: sky.map(\.ra), dec: sky.map(\.dec))
    let points = (0..<3).map { SIMD2(there.x[$0], there.y[$0]) }
    origin = points[0]
    (alongX, alongY) = ((points[1] - points[0]) / right, (points[2] - points[0]) / top)
  }

  /// The place in the other frame's row-major pixels; nil outside.
  func place(column: Int, row: Int) -> Int? {
    let point = (origin + alongX * Double(column) + alongY * Double(row))
      .rounded(.toNearestOrAwayFromZero)
    guard point.x >= 0, point.y >= 0, point.x < Double(width), point.y < Double(height) else {
      return nil
    }
    return Int(bounded: point.y) * width + Int(bounded: point.x)
  }
}
