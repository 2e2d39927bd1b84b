import Networks
import Tensors
import Testing

@Suite struct GradientTests {
  @Test func lengthByHand() {
    #expect(gradient([3], [4]).norm == 5)
    #expect(gradient([Float](repeating: 2, count: 19), [0, -1]).norm == Double(77).squareRoot())
    #expect(gradient([], []).norm == 0)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity], [0, 8, 18])
  func oneBadNumberShows(bad: Float, place: Int) {
    var values = [Float](repeating: 1, count: 19)
    values[place] = bad
    #expect(!gradient([1], values).norm.isFinite)
  }

  @Test func largeNumbersDoNotOverflow() {
    #expect(gradient([3e38], [3e38]).norm.isFinite)
  }

  @Test func clippingKeepsTheDirection() {
    let long = gradient([3, 0], [4])
    long.clip(to: 1, norm: long.norm)
    #expect(long.parameters[0].gradient.values == [0.6, 0])
    #expect(long.parameters[1].gradient.values == [0.8])
    let short = gradient([3, 0], [4])
    short.clip(to: 5, norm: short.norm)
    #expect(short.parameters[0].gradient.values == [3, 0])
  }

  private func gradient(_ parts: [Float]...) -> Gradient {
    Gradient(
      parts.map { part in
        let parameter = Parameter(name: "p", values: Tensor(zeros: [part.count]), decays: true)
        parameter.gradient = Tensor(part, shape: [part.count])
        return parameter
      })
  }
}
