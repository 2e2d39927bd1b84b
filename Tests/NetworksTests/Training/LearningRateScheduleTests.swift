import Networks
import Testing

/// The numbers are those of PyTorch 2.13: OneCycleLR(max_lr=1e-3, total_steps=n) and
/// CosineAnnealingLR(T_max=n) on a rate of 1e-3.
@Suite struct LearningRateScheduleTests {
  @Test func constantStays() {
    for step in 0..<5 {
      #expect(LearningRateSchedule.constant.rate(at: step, of: 5, peak: 0.02) == 0.02)
    }
  }

  @Test func oneCycleIsThatOfPyTorch() {
    expect(
      .oneCycle,
      [
        3.9999999999999996e-05, 0.00052, 0.001, 0.0009504846320134736, 0.000811745653949763,
        0.0006112620219362892, 0.00038874197806371076, 0.00018825834605023698,
        4.9519367986526286e-05, 4e-09,
      ])
    expect(
      .oneCycle,
      [
        3.9999999999999996e-05, 0.0009805566273349588, 0.0009190443762697105,
        0.000672683836480545, 0.00035773877573965705, 9.929679189326558e-05, 4e-09,
      ])
  }

  @Test func cosineIsThatOfPyTorch() {
    expect(
      .cosine,
      [
        0.001, 0.0009755282581475768, 0.0009045084971874736, 0.0007938926261462366,
        0.0006545084971874737, 0.0005, 0.00034549150281252633, 0.0002061073738537635,
        9.549150281252634e-05, 2.4471741852423235e-05,
      ])
  }

  @Test(arguments: LearningRateSchedule.allCases, [1, 2, 3, 4, 5, 100])
  func staysBetweenNothingAndThePeak(schedule: LearningRateSchedule, steps: Int) {
    for step in 0..<steps {
      let rate = schedule.rate(at: step, of: steps, peak: 0.5)
      #expect(rate > 0 && rate <= 0.5)
    }
  }

  private func expect(_ schedule: LearningRateSchedule, _ rates: [Double]) {
    for (step, rate) in rates.enumerated() {
      let found = schedule.rate(at: step, of: rates.count, peak: 1e-3)
      #expect(abs(found - rate) < 1e-12, "step \(step) of \(rates.count): \(found), not \(rate)")
    }
  }
}
