internal import FITS
package import Files
internal import Foundation

/// The sources of a map as DS9 draws them: a polygon each, in the colour of its class, on the sky.
package enum ContourText {
  package static func document(_ map: StoredMap, provenance: Provenance) throws -> String {
    var lines = ["# Region file format: DS9"]
    lines += provenance.entries.map { "# \($0.keyword): \($0.text)" }
    lines.append("icrs")
    let outlines = SegmentContours.outlines(map.numbers, width: map.width)
    for source in map.sources {
      for outline in outlines[source.number] ?? [] {
        // The first pixel's centre is 0, its corner half a pixel before.
        let sky = try map.wcs.sky(
          x: outline.map { Double($0.x) - 0.5 }, y: outline.map { Double($0.y) - 0.5 })
        let corners = sky.map { String(format: "%.6f,%.6f", $0.ra, $0.dec) }
        lines.append(
          "polygon(\(corners.joined(separator: ","))) # color=\(colour(source.sourceClass)) "
            + "text={\(source.number)} tag={\(source.sourceClass)}")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func colour(_ name: String) -> String {
    ["star": "orange", "galaxy": "cyan", "artefact": "magenta"][name] ?? "green"
  }
}
