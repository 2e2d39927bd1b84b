import Foundation
import Networks
import Testing

@Suite struct TrainingHistoryTests {
  private let history = TrainingHistory([
    EpochReport(
      epoch: 1, trainingLoss: 0.5, validationLoss: 0.1 + 0.2, learningRate: 0.001,
      imagesPerSecond: 1318.26, seconds: 2.00049),
    EpochReport(
      epoch: 2, trainingLoss: 1e-7, validationLoss: 2, learningRate: 4e-9, imagesPerSecond: 0.04,
      seconds: 61),
  ])

  @Test func csv() {
    #expect(
      history.csv == """
        epoch,training_loss,validation_loss,learning_rate,images_per_second,seconds
        1,0.5,0.30000000000000004,0.001,1318.3,2.000
        2,1e-07,2.0,4e-09,0.0,61.000

        """)
    #expect(
      TrainingHistory().csv
        == "epoch,training_loss,validation_loss,learning_rate,images_per_second,seconds\n")
  }

  @Test func jsonKeepsEveryBit() throws {
    let json = try JSONEncoder().encode(history)
    #expect(try JSONDecoder().decode(TrainingHistory.self, from: json) == history)
  }
}
