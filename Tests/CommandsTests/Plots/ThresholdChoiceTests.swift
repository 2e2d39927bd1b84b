import Commands
import Testing

@Suite struct ThresholdChoiceTests {
  @Test func workedByHand() {
    // Scores .2 (galaxy), .4 (star), .6 (galaxy), .8 (star).
    let choice = ThresholdChoice(
      [0.8, 0.2, 0.6, 0.4], stars: [true, false, false, true], steps: 4)
    #expect(choice.rows.map(\.threshold) == [0, 0.25, 0.5, 0.75, 1])
    #expect(choice.rows.map(\.starsFound) == [1, 1, 0.5, 0.5, 0])
    #expect(choice.rows.map(\.starPurity).prefix(4) == [0.5, 2.0 / 3, 0.5, 1])
    #expect(choice.rows[4].starPurity.isNaN)
    #expect(choice.rows[0].galaxyPurity.isNaN)
    #expect(choice.rows.map(\.galaxiesFound) == [0, 0.5, 0.5, 1, 1])
    #expect(choice.rows.map(\.galaxyPurity).dropFirst() == [1, 0.5, 2.0 / 3, 0.5])
  }

  @Test func aScoreOnTheThresholdIsNoStar() {
    let choice = ThresholdChoice([0.5, 0.5], stars: [true, false], steps: 2)
    #expect(choice.rows[1].starsFound == 0 && choice.rows[1].galaxiesFound == 1)
  }
}
