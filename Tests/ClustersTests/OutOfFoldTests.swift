import Clusters
import Ranks
import Tensors
import TestSupport
import Testing

/// Every source is answered by what was learned without it.
@Suite struct OutOfFoldTests {
  private let folds = Folds(4, of: (0..<23).map { $0 % 3 }, seed: 5)

  private struct Refusal: Error, Equatable { let part: Int }

  @Test func noSourceIsJudgedByWhatLearnedFromIt() {
    let knew = folds.outOfFold { _, learned in
      Set(learned)
    } judge: { learner, judged in
      judged.map { learner.contains($0) || learner.count + judged.count != 23 }
    }
    #expect(knew == [Bool?](repeating: false, count: 23))
  }

  /// The mean of all others' numbers, by hand: of 0, 10, 20 and 30 in two parts.
  @Test func answersStandWhereTheirSourcesDo() {
    let folds = Folds(2, blocksOf: [(0, 0), (0, 1), (1, 0), (1, 1)])
    #expect(folds.parts == [0, 1, 0, 1])
    let means = folds.outOfFold { _, learned in
      learned.reduce(0.0) { $0 + 10 * Double($1) } / Double(learned.count)
    } judge: { mean, judged in
      judged.map { mean + Double($0) }
    }
    #expect(means == [20, 11, 22, 13])
  }

  @Test func whatCannotBeLearnedOrIsNotAskedStaysOpen() {
    var asked: [Int] = []
    let found = folds.outOfFold(judging: 2) { part, learned -> Int? in
      asked.append(part)
      return part == 0 ? nil : learned.count
    } judge: { learner, judged in
      judged.map { _ in learner }
    }
    #expect(asked == [0, 1])
    for (part, answer) in zip(folds.parts, found) {
      #expect(answer == (part == 1 ? folds.split(1).learned.count : nil))
    }
  }

  @Test func nobodyLearnsForAnEmptyPart() {
    let folds = Folds(4, of: [0, 0], seed: 1)
    var parts: Set<Int> = []
    let found = folds.outOfFold { part, learned in
      parts.insert(part)
      return learned.count
    } judge: { learner, judged in
      judged.map { _ in learner }
    }
    #expect(parts == Set(folds.parts))
    #expect(found == [1, 1])
  }

  @Test(arguments: [1, 5]) func membersAnswerApartOnAnyNumberOfThreads(threads: Int) {
    let found = folds.outOfFold(members: 3, workers: Workers(threads: threads)) { member, learned in
      (member, Set(learned))
    } judge: { learner, judged in
      judged.map { learner.1.contains($0) ? -1 : 100 * learner.0 + $0 }
    }
    #expect(found == (0..<3).map { member in (0..<23).map { 100 * member + $0 } })
  }

  /// Ranks that teach some of the learners each, more of them than learners too, know all answers.
  @Test(arguments: [2, 5, 13]) func membersAnswerApartOnAnyNumberOfRanks(ranks: Int) throws {
    let folds = folds
    let answers: @Sendable (Ranks) -> [[Int?]] = { ranks in
      folds.outOfFold(members: 3, workers: Workers(threads: 1), ranks: ranks) { member, learned in
        1000 * member + learned.count
      } judge: { (learner: Int, judged: [Int]) -> [Int] in
        judged.map { source in 100 * learner + source }
      }
    }
    let all = try RanksOfThreads.results(of: ranks, answers)
    #expect(all == [[[Int?]]](repeating: answers(.alone), count: ranks))
  }

  @Test func theFirstFailureIsThrown() {
    #expect(throws: Refusal(part: 2)) {
      try folds.outOfFold { part, _ throws(Refusal) -> Int? in
        guard part < 2 else { throw Refusal(part: part) }
        return part
      } judge: { learner, judged throws(Refusal) in
        judged.map { _ in learner }
      }
    }
    #expect(throws: Refusal(part: 1)) {
      try folds.outOfFold(members: 3, workers: Workers(threads: 4)) {
        member, _ throws(Refusal) in
        guard member < 1 else { throw Refusal(part: member) }
        return member
      } judge: { learner, judged throws(Refusal) in
        judged.map { _ in learner }
      }
    }
  }
}
