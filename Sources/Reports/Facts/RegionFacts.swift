internal import Files
internal import Foundation
internal import Pipelines

/// What a region file for DS9 holds: shapes by kind and by tag, and their coordinates.
package enum RegionFacts {
  package static func facts(of path: String) throws -> FileFacts.Found {
    let contents = try Decompression.contents(of: path)
    let text = withExtendedLifetime(contents) { String(decoding: contents.bytes, as: UTF8.self) }
    var shapes: [String: Int] = [:]
    var tags: [String: Int] = [:]
    var frames: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let line = line.drop { $0 == " " || $0 == "\t" }
      guard let first = line.first, first != "#" else { continue }
      // A line may name a frame, draw shapes, or both: "icrs;circle(…)".
      for part in line.prefix(while: { $0 != "#" }).split(separator: ";") {
        let word = part.drop { " +-".contains($0) }.prefix { $0.isLetter || $0.isNumber }
          .lowercased()
        if Self.shapes.contains(word) { shapes[word, default: 0] += 1 }
        if Self.frames.contains(word), !frames.contains(word) { frames.append(word) }
      }
      for tag in line.matches(of: /tag=\{([^}]*)\}/) { tags[String(tag.1), default: 0] += 1 }
    }
    let origin = try Origin.entries(of: path)
    func told(_ counts: [String: Int]) -> String {
      counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
        .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
    var facts: [FileFacts.Fact] = [.init("shapes", shapes.isEmpty ? "none" : told(shapes))]
    if !tags.isEmpty { facts.append(.init("tags", told(tags))) }
    if !frames.isEmpty { facts.append(.init("frame", frames.joined(separator: ", "))) }
    return (
      "regions for DS9", facts + origin,
      origin.asTexts.merging([
        "shapes": .object(shapes.mapValues(Datum.whole)),
        "tags": .object(tags.mapValues(Datum.whole)), "frames": .texts(frames),
      ]) { _, own in own }
    )
  }

  /// DS9's reference manual, "Regions".
  private static let shapes: Set<String> = [
    "circle", "ellipse", "box", "polygon", "point", "line", "vector", "text", "annulus", "panda",
    "epanda", "bpanda", "ruler", "compass", "projection", "segment", "composite",
  ]
  private static let frames: Set<String> = [
    "image", "physical", "detector", "amplifier", "linear", "icrs", "fk4", "b1950", "fk5", "j2000",
    "galactic", "ecliptic",
  ]
}
