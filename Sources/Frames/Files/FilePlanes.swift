package import FITS
internal import Foundation
package import Surveys

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
  package init(
    of file: borrowing FITSFile, bands: [String]?, given: String? = nil, surveys: SurveyLibrary
  ) throws {
    let stem = FITSFileName.stem(of: file.path)
    var headers: [Header] = []
    for unit in 0..<file.unitCount { headers.append(try file.header(of: unit)) }
    let survey =
      surveys.survey(named: stem)
      ?? surveys.survey { keyword in headers.lazy.compactMap { $0.text(keyword) }.first }
    var reader = UnitReader(
      path: file.path, survey: survey, generic: surveys.generic, bands: bands, given: given,
      primary: headers.first ?? Header())
    for unit in headers.indices {
      guard let shape = try file.imageShape(of: unit), shape.allSatisfy({ $0 > 0 }) else {
        continue
      }
      reader.read(unit, headers[unit], shape: shape)
    }
    planes = reader.planes
    unknownFilter = reader.unknownFilter
    leaveOutStrangers()
  }

  /// An extension that no word tells is not light beside an image of the same pixels.
  private mutating func leaveOutStrangers() {
    let light = planes.filter { plane in
      plane.role == .image && (plane.title.map { Self.isLight($0, plane.survey) } ?? true)
    }
    for index in planes.indices where planes[index].role == .image {
      let plane = planes[index]
      guard plane.address.slice == nil, let grid = plane.grid, plane.survey.words != nil else {
        continue
      }
      let known = light.first {
        $0.address.unit != plane.address.unit && $0.address.slice == nil && $0.band == plane.band
          && $0.grid.map(grid.fits) ?? false
          && ($0.address.unit ?? 0 < plane.address.unit ?? 0 || plane.title != nil)
      }
      guard let known, plane.title.map({ !Self.isLight($0, plane.survey) }) ?? true else {
        continue
      }
      let name = plane.title.map { "EXTNAME '\($0)' is" } ?? "it has no EXTNAME and is"
      planes[index].leaveOut(
        because:
          "\(name) no word that is known, beside the image in unit \(known.address.unit ?? 0)")
    }
  }

  private static func isLight(_ title: String, _ survey: Survey) -> Bool {
    NameTokens(title).words.contains { survey.words?.role($0) == .image }
  }

}

extension Header {
  /// A keyword's value as text, whatever it is.
  func text(_ keyword: String) -> String? {
    switch value(keyword) {
    case .string(let text): text
    case .int(let number): String(number)
    case .double(let number): String(number)
    case .bool(let flag): flag ? "T" : "F"
    case .raw(let text): text
    case .undefined, nil: nil
    }
  }
}
