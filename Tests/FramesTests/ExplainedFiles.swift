import FITS
import Foundation
import Frames
import Surveys
import TestSupport

/// Small made-up files, and what is told of them.
enum ExplainedFiles {
  /// A file's units: EXTNAME ("" for none) and cards; nil for a unit without pixels.
  struct File {
    var name: String
    var units: [(title: String, cards: [String: HeaderValue])?]
  }

  private static func write(_ files: [File], to folder: String) throws {
    for file in files {
      var document = FITSDocument()
      for (index, unit) in file.units.enumerated() {
        var header = Header([
          Card("CTYPE1", "RA---TAN"), Card("CTYPE2", "DEC--TAN"), Card("CRVAL1", 150.0),
          Card("CRVAL2", 2.0),
          Card("CRPIX1", 4.5), Card("CRPIX2", 4.5), Card("CDELT1", -1e-4), Card("CDELT2", 1e-4),
        ])
        for (keyword, value) in (unit?.cards ?? [:]).sorted(by: { $0.key < $1.key }) {
          header.set(keyword, value)
        }
        let title = unit.flatMap { $0.title.isEmpty ? nil : $0.title }
        if let unit {
          let isCard = unit.cards["NOPIXELS"] != nil
          if isCard {
            header.remove("NOPIXELS")
            document.add(header: header, name: title)
          } else {
            document.add(
              Image(shape: [8, 8], pixels: [Float](repeating: 1, count: 64)), header: header,
              name: title)
          }
        } else {
          document.add(header: Header(), name: index == 0 ? nil : title)
        }
      }
      let path = "\(folder)/\(file.name)"
      try FileManager.default.createDirectory(
        atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
        withIntermediateDirectories: true)
      try document.write(to: path)
    }
  }

  static func explain(
    _ files: [File], bands: [String]? = nil, survey: String? = nil, folder part: String? = nil
  ) throws -> FrameExplanation {
    try withTemporaryFolder { folder in
      try write(files, to: folder)
      let inventory = try FrameInventory(
        part.map { ["\(folder)/\($0)"] } ?? files.map { "\(folder)/\($0.name)" },
        bands: BandSet(bands ?? []),
        surveys: survey.map { try SurveyLibrary(choosing: $0) })
      let bands = bands ?? inventory.bands
      return FrameExplanation(of: inventory, bands: bands, reference: bands[0])
    }
  }

  static func roles(_ explanation: FrameExplanation) -> [String] {
    explanation.planes.map { "\($0.role) \($0.band ?? "-")" }
  }
}

extension ExplainedFiles {
  static func inventory(of document: FITSDocument) throws -> FrameInventory {
    try withTemporaryFolder { folder in
      try document.write(to: "\(folder)/a.fits")
      return try FrameInventory(["\(folder)/a.fits"], bands: BandSet())
    }
  }
}

typealias File = ExplainedFiles.File

func explain(
  _ files: [File], bands: [String]? = nil, survey: String? = nil
) throws -> FrameExplanation {
  try ExplainedFiles.explain(files, bands: bands, survey: survey)
}

func roles(_ explanation: FrameExplanation) -> [String] { ExplainedFiles.roles(explanation) }
