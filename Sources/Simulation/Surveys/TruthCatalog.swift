internal import FITS
internal import Foundation

/// What is truly on the simulated sky, as CSV text: one row for each source on an r frame.
///
/// Magnitudes are AB in u, g, r, i, z, and y where the survey has it. `mag` repeats r; `r50` is the half-light radius in arcseconds before the point spread; `x` and
/// `y` are pixels of the r frame in the FITS convention; `detectable` is 1 for sources brighter
/// than the survey's depth in r: 22.5 for SDSS, five times a point's noise for others; `oddity` is what is
/// strange about a source (`Strangeness`), nothing for nearly all.
struct TruthCatalog {
  private let depth: Double
  private let bands: Int
  private(set) var text: String
  private(set) var stars = 0
  private(set) var galaxies = 0

  init(_ survey: SurveyLikeness) {
    depth = survey.depth
    bands = survey.camera("y") == nil ? 5 : 6
    text =
      "id,ra,dec,class,mag,u,g,r,i,z,\(bands > 5 ? "y," : "")r50,bulge_share,axis_ratio,field,x,y,"
      + "detectable,redshift,oddity\n"
  }

  mutating func add(_ field: SimulatedField) throws {
    let sources = field.sources
    let places = try WCS(header: field.coordinates.header).pixels(
      ra: sources.map(\.ra), dec: sources.map(\.dec))
    let columns = -0.5..<(Double(field.settings.width) - 0.5)
    let rows = -0.5..<(Double(field.settings.height) - 0.5)
    for (index, source) in sources.enumerated() where !source.isPart {
      let (x, y) = (places.x[index], places.y[index])
      guard columns.contains(x), rows.contains(y) else { continue }
      if source.isStar { stars += 1 } else { galaxies += 1 }
      let r = source.magnitudes[2]
      let largest = source.components.max { $0.share < $1.share }
      var row = ["\(field.name)-\(source.number)"]
      row += [String(format: "%.7f", source.ra), String(format: "%.7f", source.dec)]
      row += [source.isStar ? "STAR" : "GALAXY", String(format: "%.4f", r)]
      row += (0..<bands).map { String(format: "%.4f", source.magnitude($0)) }
      row += [source.halfLightRadius, source.bulgeShare, largest?.axisRatio ?? 1].map {
        String(format: "%.4f", $0)
      }
      row += [field.name, String(format: "%.3f", x + 1), String(format: "%.3f", y + 1)]
      row.append(r < depth ? "1" : "0")
      row.append(String(format: "%.4f", source.redshift))
      row.append(source.strangeness?.rawValue ?? "")
      text += row.joined(separator: ",") + "\n"
    }
  }
}
