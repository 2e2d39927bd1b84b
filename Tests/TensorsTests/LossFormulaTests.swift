import CKernels
import Foundation
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

  /// Of the pixels that have a class Σ w(t), −Σ w(t)·log p(t), Σ p·t, Σ p and Σ t with p = e^y/Σ e^y; and the gradient of
  /// rates(t)·(−log p(t)) + Σ own(t)·p(t) + Σ other(c)·p(c) with respect to y, which is p(c)·(rate + slope(c) − Σ p·slope)
  /// less the rate for the class itself.
  @Test func classesOfPixels() {
    var numbers = RandomNumbers(seed: 54)
    for round in 0..<80 {
      let classes = round == 0 ? 255 : 2 + numbers.integer(below: round % 4 == 0 ? 60 : 6)
      let pixels = round < 8 ? 700 + round : 1 + numbers.integer(below: 90)
      let offset = numbers.integer(below: 16)
      let y = numbers.edgeNumbers(pixels * classes, largest: round % 5 == 0 ? 2000 : 9)
      let labels = (0..<pixels).map { _ -> Float in
        let label = Float(numbers.integer(below: classes))
        return numbers.integer(below: 4) == 0
          ? [255, -1, .nan, label + 0.5][numbers.integer(below: 4)] : label
      }
      let weights = (0..<classes).map { $0 % 3 == 2 ? 0 : numbers.uniform() }
      let (rates, own, other) = (
        numbers.edgeNumbers(classes, largest: 1), numbers.edgeNumbers(classes, largest: 1),
        numbers.edgeNumbers(classes, largest: 1)
      )
      var sums = [Double](repeating: 0, count: 2 + 3 * classes)
      var (probabilities, gradient) = ([Double](), [Double]())
      for pixel in 0..<pixels {
        let row = (0..<classes).map { Double(y[pixel * classes + $0]) }
        let largest = row.max() ?? 0
        let powers = row.map { exp($0 - largest) }
        let all = powers.reduce(0, +)
        guard let label = Int(exactly: labels[pixel]), (0..<classes).contains(label) else {
          probabilities += powers.map { _ in 0 }
          gradient += powers.map { _ in 0 }
          continue
        }
        let p = powers.map { $0 / all }
        sums[0] += weights[label]
        sums[1] += weights[label] * (log(all) + largest - row[label])
        sums[2 + label] += p[label]
        for index in 0..<classes { sums[2 + classes + index] += p[index] }
        sums[2 + 2 * classes + label] += 1
        let slopes = (0..<classes).map { Double($0 == label ? own[$0] : other[$0]) }
        let mean = zip(p, slopes).reduce(0) { $0 + $1.0 * $1.1 }
        probabilities += p
        gradient += (0..<classes).map {
          p[$0] * (Double(rates[label]) + slopes[$0] - mean)
            - ($0 == label ? Double(rates[label]) : 0)
        }
      }
      for (name, kernels) in KernelSets.all {
        let found = OffsetFloats([Float](repeating: 7, count: y.count), offset: offset)
        var (summed, alone) = (
          [Double](repeating: 0, count: sums.count), [Double](repeating: 0, count: sums.count)
        )
        kernels.sumClasses(y, labels, pixels, classes, weights, found.values, &summed)
        kernels.sumClasses(y, labels, pixels, classes, weights, nil, &alone)
        #expect(summed == alone, "\(name)")
        #expect(zip(summed, sums).allSatisfy { abs($0 - $1) <= 2e-6 * (1 + abs($1)) }, "\(name)")
        // Distances from the largest logit are rounded: far ones by a millionth of the probability.
        let areProbable = zip(found.numbers, probabilities).allSatisfy {
          abs(Double($0) - $1) <= 4e-6 * $1 + 1e-30
        }
        #expect(areProbable, "\(name)")
        kernels.classGradient(labels, pixels, classes, rates, own, other, found.values)
        let areSteep = zip(found.numbers, gradient).allSatisfy { abs(Double($0) - $1) < 2e-6 }
        #expect(areSteep, "\(name)")
        #expect(found.areGuardsIntact, "\(name)")
      }
    }
  }

  /// What is no number stays none, where a pixel has a class; a pixel without one may hold anything.
  @Test func strangePixels() {
    for (name, kernels) in KernelSets.all {
      for strange: Float in [.nan, .infinity] {
        let y: [Float] = [1, 2, strange, 2, 3, 4]
        for (labels, isFinite) in [([0, 1, 1] as [Float], false), ([0, 255, 1], true)] {
          var sums = [Double](repeating: 0, count: 8)
          var values = [Float](repeating: 7, count: 6)
          kernels.sumClasses(y, labels, 3, 2, [1, 1], &values, &sums)
          #expect(sums[1].isFinite == isFinite, "\(name)")
          #expect(values.allSatisfy(\.isFinite) == isFinite, "\(name)")
        }
      }
    }
  }
}
