import Networks
import Tensors
import Testing

@Suite struct WeightAverageTests {
  @Test func averagesByHand() {
    let model = LinearNetwork([1, 1, 1], codes: 1)
    set(model, 1)
    var average = WeightAverage(of: model, decay: 0.15)
    set(model, 2)
    average.add(model)  // keeps (1 + 0) / (10 + 0) = 0.1 of the old
    #expect(abs(first(average) - 1.9) < 1e-6)
    set(model, 4)
    average.add(model)  // would keep 2 / 11, but no more than 0.15
    #expect(abs(first(average) - (0.15 * 1.9 + 0.85 * 4)) < 1e-6)
    #expect(average.steps == 2)
  }

  @Test func runningStatisticsAreAveragedToo() {
    let model = LinearNetwork([1, 1, 1], codes: 1)
    var average = WeightAverage(of: model, decay: 0.9)
    model.state[0].values = Tensor([10], shape: [1])
    average.add(model)
    #expect(average.content.tensors.last?.values.values == [9])
  }

  private func set(_ model: LinearNetwork, _ value: Float) {
    model.parameters[0].values = Tensor([value], shape: [1, 1])
  }

  private func first(_ average: WeightAverage) -> Float {
    average.content.tensors[0].values.values[0]
  }
}
