import Clusters
import Teaching
import Testing

/// A probability that knows nothing of half the sources, while one measurement knows everything.
@Suite struct LabelsWorthTests {
  private let count = 240
  private var classes: [Int] { (0..<count).map { $0 % 2 } }
  /// Every second pair is undecided, a little on the wrong side; the others are right.
  private var before: [Double] {
    (0..<count).map { source in
      let isStar = source % 2 == 1
      return source % 4 < 2 ? (isStar ? 0.45 : 0.55) : (isStar ? 0.9 : 0.1)
    }
  }
  private var lessons: Lessons {
    Lessons(
      rows: Array(0..<count), classes: classes, names: ["galaxy", "star"],
      parts: Folds(5, of: classes, seed: 1))
  }

  private func worth(
    of labels: Int, before: [Double]? = nil, seed: UInt64 = 3,
    by correction: ProbabilityCorrection = ProbabilityCorrection()
  ) throws -> LabelsWorth {
    try LabelsWorth(
      of: labels, halvings: 6, before ?? self.before,
      measurements: [classes.map { Double($0) }], lessons: lessons, by: correction, seed: seed,
      what: "scores.fits")
  }

  @Test func labelsMendWhatTheProbabilityDoesNotKnow() throws {
    let found = try worth(of: 40, by: ProbabilityCorrection(penalty: 1))
    #expect(found.halvings.count == 6 && found.labels == 40 && found.sources == 240)
    // About half are undecided and on the wrong side.
    #expect(abs(found.mean(\.before).wrong - 0.5) < 0.1)
    #expect(found.mean(\.atRandom).wrong == 0 && found.mean(\.byUncertainty).wrong == 0)
    for part in [\LabelsWorth.Halving.atRandom, \.byUncertainty] {
      #expect(found.mean(part).brier < 0.3 * found.mean(\.before).brier)
    }
    #expect(found.won(\.wrong, moreIsBetter: false) == (0, 6))
  }

  @Test func evidenceThatIsPricedOutChangesNothing() throws {
    let found = try worth(of: 40, by: ProbabilityCorrection(penalty: 1e12))
    for halving in found.halvings {
      #expect(abs(halving.before.brier - halving.atRandom.brier) < 1e-6)
      #expect(halving.before.wrong == halving.byUncertainty.wrong)
    }
  }

  @Test func theSameSeedHalvesAlikeAndAnotherDoesNot() throws {
    let (one, again, other) = (try worth(of: 40), try worth(of: 40), try worth(of: 40, seed: 4))
    #expect(one.halvings.map(\.atRandom) == again.halvings.map(\.atRandom))
    #expect(one.halvings.map(\.before) != other.halvings.map(\.before))
  }

  @Test func sourcesWithoutAProbabilityNeitherTeachNorJudge() throws {
    var before = before
    for source in 0..<40 { before[source] = .nan }
    let found = try worth(of: 40, before: before)
    #expect(found.sources == 200)
    #expect(found.halvings.allSatisfy { $0.before.brier.isFinite })
  }

  @Test(arguments: [0, 1, 121]) func moreLabelsThanOneHalfHoldsAreRefused(labels: Int) {
    #expect {
      _ = try worth(of: labels)
    } throws: {
      "\($0)"
        == "cannot tell what \(labels) labels are worth on scores.fits: of the 240 labelled sources half, 120, are there "
        + "to learn from; ask for 2 to 120"
    }
  }

  @Test func theTableSaysWhatWasFound() {
    func judged(_ wrong: Double, _ brier: Double, _ auc: Double) -> LabelsWorth.Judged {
      .init(wrong: wrong, brier: brier, auc: auc)
    }
    let before = judged(0.08, 0.06, 0.97)
    let worth = LabelsWorth(
      labels: 50, sources: 600,
      halvings: [
        .init(
          before: before, atRandom: judged(0.07, 0.05, 0.98),
          byUncertainty: judged(0.06, 0.04, 0.99)),
        .init(
          before: before, atRandom: judged(0.05, 0.05, 0.98),
          byUncertainty: judged(0.05, 0.06, 0.97)),
      ])
    #expect(
      WorthReport(worth).lines == [
        "                                  wrong at one half  Brier score     AUC",
        "without a label                               8.0 %        0.060   0.970",
        "50 labels at random                           6.0 %        0.050   0.980",
        "50 most uncertain                             5.5 %        0.050   0.980",
        "the most uncertain did better in    1 of 2, 1 alike       1 of 2  1 of 2",
      ])
  }
}
