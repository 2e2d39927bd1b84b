import CKernels
import Tensors
import Testing

/// Losses and their gradients of every instruction set against their formulas.
@Suite struct LossFormulaTests {
  /// What a loss should be, and its gradients; without weights every weight is one.
  private struct Wanted {
    var terms: [Rounded] = []
    var gradient: [Rounded] = []
  }

  /// Calls a loss of every set with and without weights and gradient.
  private func check(
    _ wanted: Wanted, offset: Int, of loss: (CKKernels, UnsafeMutablePointer<Float>?) -> Double
  ) {
    let total = Rounded(sum: wanted.terms)
    for (name, kernels) in KernelSets.all {
      let gradient = OffsetFloats(
        [Float](repeating: 7, count: wanted.gradient.count), offset: offset)
      let sum = loss(kernels, gradient.values)
      #expect(Rounded.firstMiss([total], [sum]) == nil, "\(name)")
      #expect(Rounded.firstMiss(wanted.gradient, gradient.numbers) == nil, "\(name)")
      #expect(gradient.areGuardsIntact, "\(name)")
      let alone = loss(kernels, nil)
      #expect(alone == sum || (alone.isNaN && sum.isNaN), "\(name)")
    }
  }

  /// w·(y − t)², whose gradient is 2·rate·w·(y − t).
  @Test func squaredError() {
    var numbers = RandomNumbers(seed: 51)
    for round in 0..<60 {
      let (count, offset) = (numbers.awkwardCount(), numbers.integer(below: 16))
      let wild = round % 5 == 0
      let y = numbers.edgeNumbers(count, wild: wild)
      let target = numbers.edgeNumbers(count, wild: wild)
      let weights = round % 2 == 0 ? numbers.edgeNumbers(count, largest: 10).map(abs) : nil
      let rate = Float(numbers.uniform())
      var wanted = Wanted()
      for index in 0..<count {
        let error = Rounded(y[index]) - Rounded(target[index])
        let pull = weights.map { Rounded($0[index]) * error } ?? error
        wanted.terms.append(pull * error)
        wanted.gradient.append(Rounded(2 * rate) * pull)
      }
      check(wanted, offset: offset) { kernels, gradient in
        kernels.squaredError(y, target, weights, count, rate, gradient)
      }
    }
  }

  /// w·(log(1 + e^y) − y·t) of logits y, whose gradient is rate·w·(1/(1 + e^−y) − t); many of one
  /// number, as sums hide small terms beside large ones.
  @Test func binaryCrossEntropy() {
    var numbers = RandomNumbers(seed: 52)
    let one = Rounded(Float(1))
    for round in 0..<240 {
      let (count, offset) = (
        round < 60 ? numbers.awkwardCount() : 1, numbers.integer(below: 16)
      )
      let spread: Float = round < 60 ? 1 : 8
      let y = numbers.edgeNumbers(count, largest: 90, wild: round % 5 == 0).map { spread * $0 }
      let target = (0..<count).map { _ in
        [0, 1, Float(numbers.uniform())][numbers.integer(below: 3)]
      }
      let weights = round % 2 == 0 ? numbers.edgeNumbers(count, largest: 10).map(abs) : nil
      let rate = Float(numbers.uniform())
      var wanted = Wanted()
      for index in 0..<count {
        let (logit, goal) = (Rounded(y[index]), Rounded(target[index]))
        let weight = weights.map { Rounded($0[index]) } ?? one
        // log(1 + e^y) = max(y, 0) + log(1 + e^−|y|), which no float overflows in.
        let small = Rounded.exp(-logit.magnitude)
        let positive = y[index] > 0 ? logit : Rounded(Float(0))
        wanted.terms.append(
          weight * Rounded(sum: [Rounded.log1p(small), positive, -(logit * goal)]))
        let share = (y[index] > 0 ? one : small) / (one + small)
        wanted.gradient.append(weight * Rounded(rate) * (share - goal))
      }
      check(wanted, offset: offset) { kernels, gradient in
        kernels.binaryCrossEntropy(y, target, weights, count, rate, gradient)
      }
    }
  }

  /// −w·Σ t·log p with p = e^y/Σ e^y, whose gradient is rate·w·(p·Σ t − t).
  @Test func softmaxCrossEntropy() {
    var numbers = RandomNumbers(seed: 53)
    for round in 0..<60 {
      let channels = 1 + numbers.integer(below: round % 3 == 0 ? 60 : 12)
      let (pixels, offset) = (1 + numbers.integer(below: 90), numbers.integer(below: 16))
      let count = pixels * channels
      let y = numbers.edgeNumbers(count, largest: 90, wild: round % 5 == 0)
      let target = (0..<count).map { _ in
        numbers.integer(below: 3) == 0 ? Float(numbers.uniform()) : 0
      }
      let weights = round % 2 == 0 ? numbers.edgeNumbers(pixels, largest: 10).map(abs) : nil
      let rate = Float(numbers.uniform())
      var wanted = Wanted()
      for pixel in 0..<pixels {
        let row = pixel * channels..<(pixel + 1) * channels
        let weight = weights.map { Rounded($0[pixel]) } ?? Rounded(Float(1))
        let isNumber = row.allSatisfy { !y[$0].isNaN }
        let largest = Rounded(isNumber ? row.map { y[$0] }.max() ?? .nan : .nan)
        let distances = row.map { Rounded(y[$0]) - largest }
        let (powers, goals) = (distances.map(Rounded.exp), row.map { Rounded(target[$0]) })
        let (partition, mass) = (Rounded(sum: powers), Rounded(sum: goals))
        let met = Rounded(sum: zip(goals, distances).map { $0 * $1 })
        wanted.terms.append(weight * (mass * Rounded.log(partition) - met))
        wanted.gradient += zip(powers, goals).map { power, goal in
          weight * Rounded(rate) * (mass * power / partition - goal)
        }
      }
      check(wanted, offset: offset) { kernels, gradient in
        kernels.softmaxCrossEntropy(y, target, weights, pixels, channels, rate, gradient)
      }
    }
  }
}
