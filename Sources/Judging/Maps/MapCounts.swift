internal import Labels
internal import Sky

/// What is counted in a field, or in several together, to judge maps by.
package struct MapCounts: Sendable, Equatable {
  /// Pixels of a class in both maps, and in either.
  package struct Overlap: Sendable, Equatable {
    package var both: Int
    package var either: Int

    package init(both: Int = 0, either: Int = 0) { (self.both, self.either) = (both, either) }
  }

  /// Segments of a class: found ones with the sum of their overlaps, missed ones and false ones.
  package struct Found: Sendable, Equatable {
    package var found = 0
    package var overlap = 0.0
    package var missed = 0
    package var wrong = 0

    package init(found: Int = 0, overlap: Double = 0, missed: Int = 0, wrong: Int = 0) {
      (self.found, self.overlap, self.missed, self.wrong) = (found, overlap, missed, wrong)
    }

    /// Panoptic quality (Kirillov et al. 2019, CVPR, 9404); nil where there is nothing to find or be wrong about.
    package var quality: Double? {
      let all = Double(found) + 0.5 * Double(missed + wrong)
      return all > 0 ? overlap / all : nil
    }
  }

  /// Some of the segments.
  package enum Part: String, CaseIterable, Sendable {
    case bright = "r < 21"
    case faint = "r 21–22.5"
    case blends = "blends within 3″"
  }

  package var overlaps: [String: Overlap] = [:]
  package var segments: [Part: [String: Found]] = [:]
  /// Pixels that are truly artefacts, and those of them that are called so.
  package var artefacts = (true: 0, told: 0)

  package init() {}

  package static func == (a: MapCounts, b: MapCounts) -> Bool {
    a.overlaps == b.overlaps && a.segments == b.segments && a.artefacts == b.artefacts
  }

  package static func += (sum: inout MapCounts, other: MapCounts) {
    for (name, overlap) in other.overlaps {
      sum.overlaps[name, default: Overlap()].both += overlap.both
      sum.overlaps[name, default: Overlap()].either += overlap.either
    }
    for (part, classes) in other.segments {
      for (name, found) in classes {
        var own = sum.segments[part]?[name] ?? Found()
        own.found += found.found
        own.overlap += found.overlap
        own.missed += found.missed
        own.wrong += found.wrong
        sum.segments[part, default: [:]][name] = own
      }
    }
    sum.artefacts.true += other.artefacts.true
    sum.artefacts.told += other.artefacts.told
  }

  /// Intersection over union of the pixels of a class.
  package func overlap(_ name: String) -> Double? {
    guard let own = overlaps[name], own.either > 0 else { return nil }
    return Double(own.both) / Double(own.either)
  }

  /// The mean of the classes of sources.
  package var meanOverlap: Double? { Self.mean(overlaps.keys.sorted().map(overlap)) }

  /// The mean over the classes of sources.
  package func quality(_ part: Part) -> Double? {
    let classes = segments[part] ?? [:]
    return Self.mean(classes.keys.sorted().map { classes[$0]?.quality })
  }

  package var artefactRecall: Double? {
    artefacts.true > 0 ? Double(artefacts.told) / Double(artefacts.true) : nil
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}
