package import Sky

/// Sources that are stars or galaxies by a score of a table, without a look at single pixels: SEP's segments
/// coloured.
package struct ColouredSources: Sendable {
  private let positions: [SkyPosition]
  /// From 0 to 1: how likely each is a star.
  private let stars: [Double]
  private let artefacts: [Bool]

  /// - Parameters:
  ///   - stars: from 0 to 1, one a position; what is no number is no star.
  ///   - artefacts: which are no sources: sharper than any star.
  package init(positions: [SkyPosition], stars: [Double], artefacts: [Bool]? = nil) {
    precondition(positions.count == stars.count)
    (self.positions, self.stars) = (positions, stars)
    self.artefacts = artefacts ?? stars.map { _ in false }
    precondition(self.artefacts.count == stars.count)
  }

  /// Scores of any scale, cut where the two sides differ most from each other (Otsu 1979, IEEE Trans. SMC 9, 62):
  /// 1 above the cut, 0 below. The outermost twentieths, which a few cosmic rays stretch, count as they begin.
  package static func cut(_ scores: [Double]) -> [Double] {
    var sorted = scores.filter(\.isFinite).sorted()
    let tail = sorted.count / 20
    if tail > 0 {
      for place in 0..<tail {
        sorted[place] = sorted[tail]
        sorted[sorted.count - 1 - place] = sorted[sorted.count - 1 - tail]
      }
    }
    let total = sorted.reduce(0, +)
    var (sum, best, limit) = (0.0, 0.0, Double.infinity)
    for place in sorted.indices.dropLast() {
      sum += sorted[place]
      let (low, high) = (Double(place + 1), Double(sorted.count - place - 1))
      let apart = sum / low - (total - sum) / high
      let between = low * high * apart * apart
      if between > best, sorted[place] < sorted[place + 1] {
        (best, limit) = (between, (sorted[place] + sorted[place + 1]) / 2)
      }
    }
    return scores.map { $0 > limit ? 1 : 0 }
  }

  /// Classes of a field's pixels by the sources they belong to; and how many of them have a score.
  ///
  /// - Parameters:
  ///   - lone: light that no source can have: artefacts, as are sources that are half of it or more.
  ///   - radius: how far a source may lie from its score, in arcseconds.
  package func planes(
    of image: FieldImage, _ detection: FieldDetection, lone: LoneLight, radius: Double = 1
  ) -> (planes: ClassPlanes, scored: Int) {
    var planes = ClassPlanes(
      classes: ["sky", "star", "galaxy", "artefact"], width: image.width, height: image.height)
    var own = [Double?](repeating: nil, count: detection.positions.count)
    var isArtefact = own.map { _ in false }
    for pair in SkyMatch.oneToOne(detection.positions, positions, radius: radius) {
      own[pair.first] = stars[pair.second]
      isArtefact[pair.first] = artefacts[pair.second]
    }
    for (source, share) in detection.shares(of: lone.isLone).enumerated() where share >= 0.5 {
      isArtefact[source] = true
    }
    for y in 0..<image.height {
      for x in 0..<image.width {
        let number = detection.numbers[y * image.width + x]
        let isLone = lone.isLone[y * image.width + x]
        guard number > 0 || isLone else { continue }
        guard !isLone, !isArtefact[Int(number) - 1] else {
          planes.set(x: x, y: y, [0, 0, 0, 1])
          continue
        }
        let star = own[Int(number) - 1].map { $0.isFinite ? Float(min(1, max(0, $0))) : 0 } ?? 0
        planes.set(x: x, y: y, [0, star, 1 - star, 0])
      }
    }
    planes.leaveOutBlank(of: image)
    return (planes, own.count { $0 != nil })
  }
}
