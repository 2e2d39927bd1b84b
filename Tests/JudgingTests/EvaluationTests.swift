import Clusters
import Foundation
import Judging
import TestSupport
import Testing

@Suite struct EvaluationTests {
  private func sample() throws -> Evaluation {
    var evaluation = try Evaluation(
      scores: [0.9, 0.8, .nan, 0.2, 0.1, 0.6], stars: [true, true, true, false, false, false],
      magnitudes: [18.5, 19.5, 19.5, 18.5, 19.2, .nan], edges: [18, 19, 20, 21],
      baselines: ["concentration": [1, 2, 3, 3, 2, .nan]],
      bootstrap: Bootstrap(resamples: 200, seed: 1))
    evaluation.radius = 1
    evaluation.provenance = ["seed": "1"]
    evaluation.labelLedger = ["cluster": "none", "evaluate": "scoring"]
    return evaluation
  }

  @Test func writesTheKeysOthersRelyOn() throws {
    let text = try sample().json()
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(
      Set(read.keys) == [
        "auc", "auc_low", "auc_high", "stars", "galaxies", "unscored", "bins", "baselines",
        "baselines_unscored", "accuracy", "accuracy_threshold", "tpr_at_fpr_0.005",
        "purity_at_completeness_0.96", "brier", "selections", "fields", "matched", "radius",
        "provenance",
        "label_ledger",
      ])
    let bins = try #require(read["bins"] as? [[String: Any]])
    #expect(bins.count == 3)
    for bin in bins {
      #expect(Set(bin.keys) == ["low", "high", "auc", "stars", "galaxies"])
    }
    #expect(bins[0]["auc"] as? Double == 1)
    #expect(bins[2]["auc"] is NSNull)
  }

  @Test func exactText() throws {
    let evaluation = try Evaluation(
      scores: [1, 0], stars: [true, false], magnitudes: [18, 18], edges: [17, 18],
      baselines: ["half-light radius": [0, 0]])
    #expect(
      try evaluation.json() == """
        {
          "accuracy" : 1,
          "accuracy_threshold" : 0.5,
          "auc" : 1,
          "auc_high" : 1,
          "auc_low" : 1,
          "baselines" : {
            "half-light radius" : 0.5
          },
          "baselines_unscored" : {
            "half-light radius" : 0
          },
          "bins" : [
            {
              "auc" : null,
              "galaxies" : 0,
              "high" : 18,
              "low" : 17,
              "stars" : 0
            }
          ],
          "brier" : 0,
          "fields" : [

          ],
          "galaxies" : 1,
          "label_ledger" : {

          },
          "matched" : 2,
          "provenance" : {

          },
          "purity_at_completeness_0.96" : 1,
          "selections" : [

          ],
          "stars" : 1,
          "tpr_at_fpr_0.005" : 1,
          "unscored" : 0
        }

        """)
  }

  @Test func comesBackFromJSON() throws {
    let evaluation = try sample()
    let read = try JSONDecoder().decode(Evaluation.self, from: Data(try evaluation.json().utf8))
    #expect(read == evaluation)
  }

  @Test func theUnscoredGetTheMedianAndAreCounted() throws {
    let evaluation = try sample()
    // The median of .9 .8 .2 .1 .6 is .6: the third star ties with the last galaxy.
    #expect(evaluation.unscored == 1)
    #expect(abs(evaluation.auc - 8.5 / 9) < 1e-15)
    #expect(evaluation.baselinesUnscored == ["concentration": 1])
    // Stars 1 2 3 against galaxies 3 2 2: 0 + (½ + ½) + (½ + 1 + 1) of nine.
    #expect(abs((evaluation.baselines["concentration"] ?? 0) - 3.5 / 9) < 1e-15)
    #expect(evaluation.accuracy == 5.0 / 6)
  }

  @Test func partsAreJudgedByThemselves() throws {
    let (scores, stars) = (
      [0.9, 0.2, 0.8, .nan, 0.1, 0.3], [true, true, true, true, false, false]
    )
    func part(_ chosen: [Int]) throws -> Evaluation.Selection? {
      try Evaluation.Selection(
        "some", of: chosen, scores: filledWithMedian(scores).scores, stars: stars,
        baselines: ["other": [1, 2, 3, 4, 5, 2]], bootstrap: Bootstrap(resamples: 50))
    }
    #expect(try part([0, 1]) == nil && part([4, 5]) == nil && part([]) == nil)
    // Stars .9 and .2 against galaxies .1 and .3: three of four pairs; the other score 1 and 2
    // against 5 and 2: half a pair.
    let four = try #require(try part([0, 1, 4, 5]))
    #expect(four.stars == 2 && four.galaxies == 2 && four.auc == 0.75)
    #expect(four.baselines == ["other": 0.125])
    let difference = try #require(four.differences["other"])
    #expect(difference.low <= 0.625 && difference.high >= 0.625)
    // The unscored star has the median of all scores, .3, and ties with the galaxy of .3.
    #expect(try part([3, 5])?.auc == 0.5)
  }

  @Test func neverFlips() throws {
    let evaluation = try Evaluation(
      scores: [0, 0.1, 0.9, 1], stars: [true, true, false, false],
      magnitudes: [20, 20, 20, 20], edges: [19, 21])
    #expect(evaluation.auc == 0)
    #expect(evaluation.bins[0].auc == 0)
    #expect(evaluation.aucHigh == 0)
  }

  @Test func otherScoresAreCutAtTheirMedian() throws {
    let evaluation = try Evaluation(
      scores: [-5, 3, 7, .nan], stars: [false, false, true, true], magnitudes: [1, 1, 1, 1],
      edges: [], areProbabilities: false)
    #expect(evaluation.accuracyThreshold == 3)
    #expect(evaluation.accuracy == 0.75)
    #expect(evaluation.brier == nil)
    #expect(evaluation.bins.isEmpty)
  }

  @Test func allUnscoredIsAnEvenChance() throws {
    let evaluation = try Evaluation(
      scores: [.nan, .nan, .infinity], stars: [true, false, false], magnitudes: [1, 1, 1],
      edges: [])
    #expect(evaluation.auc == 0.5)
    #expect(evaluation.unscored == 3)
  }

  @Test func refusesInWords() {
    func text(_ scores: [Double], _ stars: [Bool], _ baselines: [String: [Double]] = [:]) -> String?
    {
      sentence {
        _ = try Evaluation(
          scores: scores, stars: stars, magnitudes: stars.map { _ in 20 }, edges: [],
          baselines: baselines)
      }
    }
    #expect(
      text([], [])
        == "cannot evaluate: the labels of 0 sources hold 0 stars and 0 galaxies; a catalog with "
        + "both is needed")
    #expect(
      text([1, 0.5], [true, true])
        == "cannot evaluate: the labels of 2 sources hold 2 stars and 0 galaxies; a catalog with "
        + "both is needed")
    #expect(
      text([1.5, 0], [true, false])
        == "cannot evaluate: the score 1.5 is no probability; probabilities of being a star lie "
        + "between 0 and 1")
    #expect(
      text([1, 0], [true, false], ["size": [1]])
        == "cannot evaluate the baseline size: 1 scores for 2 labelled sources; give one for "
        + "every source")
    #expect(
      text([1], [true, false])
        == "cannot evaluate: 1 scores and 2 magnitudes for 2 labelled sources; give one of each "
        + "for every source")
  }
}
