import Foundation
import Networks
import Tensors
import Testing

/// Images bent at random, and the warps that do it.
@Suite struct DeformationTests {
  private func warped(_ warp: Warp, _ image: [Float], _ shape: [Int]) -> [Float] {
    image.withUnsafeBufferPointer { source in
      [Float](unsafeUninitializedCapacity: image.count) { target, count in
        target.initialize(repeating: .nan)
        warp.apply(to: source, shape: shape, SplineLattice(of: shape), writing: target)
        count = image.count
      }
    }
  }

  private func warp(angle: Double = 0, x: Double = 0, y: Double = 0) -> Warp {
    Warp(angle: angle, stretch: (x: 0, y: 0), shear: 0, shift: (x: x, y: y))
  }

  @Test func aShiftByWholePixelsMovesThem() {
    // 1 2 3
    // 4 5 6
    let image: [Float] = [1, 2, 3, 4, 5, 6]
    #expect(warped(warp(), image, [2, 3, 1]) == image)
    #expect(warped(warp(x: 1), image, [2, 3, 1]) == [2, 3, 0, 5, 6, 0])
    #expect(warped(warp(y: -1), image, [2, 3, 1]) == [0, 0, 0, 1, 2, 3])
    #expect(warped(warp(x: 0.5), image, [2, 3, 1]) == [1.5, 2.5, 1.5, 4.5, 5.5, 3])
    #expect(warped(warp(x: 1), [1, 10, 2, 20], [1, 2, 2]) == [2, 20, 0, 0])
  }

  @Test(arguments: [4, 5])
  func aQuarterTurnIsTheSymmetry(size: Int) {
    let image = normal([1, size, size, 2], seed: 3).values
    let turned = image.withUnsafeBufferPointer { source in
      [Float](unsafeUninitializedCapacity: image.count) { target, count in
        Symmetry(5).apply(to: source, shape: [size, size, 2], writing: target)
        count = image.count
      }
    }
    let found = warped(warp(angle: .pi / 2), image, [size, size, 2])
    let other = warped(warp(angle: -.pi / 2), image, [size, size, 2])
    func isNear(_ values: [Float]) -> Bool {
      zip(values, turned).allSatisfy { abs($0 - $1) < 1e-4 }
    }
    #expect(isNear(found) != isNear(other))
  }

  /// Splines of equal points are that value everywhere: the lattice then only shifts.
  @Test func aLatticeOfEqualPointsIsAShift() {
    var even = warp()
    for index in even.lattice.indices {
      even.lattice[index] = index < SplineLattice.points ? 1 : -2
    }
    let image = normal([1, 9, 7, 1], seed: 4).values
    let shifted = warped(warp(x: 1, y: -2), image, [9, 7, 1])
    #expect(
      zip(warped(even, image, [9, 7, 1]), shifted).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test func whatIsEvenStaysEvenAwayFromTheRim() {
    let images = Tensor([Float](repeating: 3, count: 5 * 28 * 28), shape: [5, 28, 28, 1])
    let bent = Deformation(strength: 1).applied(to: images, seed: 1, step: 1)
    for image in 0..<5 {
      for y in 10..<18 {
        for x in 10..<18 { #expect(abs(bent[image, y, x, 0] - 3) < 1e-4) }
      }
    }
  }

  @Test func moreStrengthBendsFurther() {
    let images = normal([20, 16, 16, 1], seed: 6)
    func change(_ strength: Float) -> Float {
      let bent = Deformation(strength: strength).applied(to: images, seed: 1, step: 1)
      return zip(bent.values, images.values).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    let changes = [0, 0.03, 0.1, 0.3].map { change($0) }
    #expect(changes[0] < 1e-3)
    #expect(zip(changes, changes.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func seedAndStepDecideOnAnyNumberOfThreads() {
    let images = normal([7, 8, 8, 2], seed: 2)
    let deformation = Deformation()
    func bent(seed: UInt64 = 3, step: UInt64 = 5, threads: Int = 1) -> Tensor {
      deformation.applied(to: images, seed: seed, step: step, workers: Workers(threads: threads))
    }
    #expect(bent() == bent(threads: 3))
    #expect(bent() != bent(seed: 4))
    #expect(bent() != bent(step: 6))
  }

  @Test func trainingImagesAreBentWithTheirTargets() throws {
    var settings = TrainingSettings()
    settings.augmentation = Augmentation(deformation: Deformation())
    let request = BatchRequest([2, 7], epoch: 0, for: .training)
    let both = try Batch(request, from: FewImages(), settings: settings)
    #expect(both.target == both.input)
    #expect(both.input != (try FewImages().images([2, 7])))
    let alone = try Batch(
      BatchRequest([7], epoch: 0, for: .training), from: FewImages(), settings: settings)
    #expect(alone.input.values == Array(both.input.values.suffix(alone.input.count)))
    let held = try Batch(
      BatchRequest([7], epoch: 0, for: .validation), from: FewImages(), settings: settings)
    #expect(held.input == (try FewImages().images([7])))
  }

  // MARK: Labels of pixels

  private func moved(_ warp: Warp, _ classes: [Float], width: Int, height: Int) -> [Float] {
    classes.withUnsafeBufferPointer { source in
      [Float](unsafeUninitializedCapacity: classes.count) { target, count in
        target.initialize(repeating: .nan)
        warp.move(
          classes: source, width: width, height: height, outside: 255,
          SplineLattice(of: [height, width, 1]), writing: target)
        count = classes.count
      }
    }
  }

  @Test func classesComeFromTheNearestPixel() {
    // 1 2 3
    // 4 5 6
    let classes: [Float] = [1, 2, 3, 4, 5, 6]
    func moved(_ warp: Warp) -> [Float] { self.moved(warp, classes, width: 3, height: 2) }
    #expect(moved(warp()) == classes)
    #expect(moved(warp(x: 1)) == [2, 3, 255, 5, 6, 255])
    #expect(moved(warp(y: -1)) == [255, 255, 255, 1, 2, 3])
    #expect(moved(warp(x: 0.4)) == classes)
    #expect(moved(warp(x: 0.6)) == [2, 3, 255, 5, 6, 255])
    #expect(moved(warp(x: -0.6, y: 0.4)) == [255, 1, 2, 255, 4, 5])
    #expect(moved(warp(x: 1e9)) == [Float](repeating: 255, count: 6))
  }

  /// Images that show their own classes, 0 and 1: the nearest of four pixels has at least a quarter of what is seen
  /// between them, and what comes from beyond the rim has no label.
  @Test(arguments: [Deformation.Subject.drawing, .photograph])
  func labelsMoveWithTheirImages(subject: Deformation.Subject) throws {
    let stripes: [Float] = (0..<6 * 24 * 24).map { pixel in
      let stripe: Int = pixel / 5 + pixel / 168
      return Float(stripe % 2)
    }
    let shown = Tensor(stripes, shape: [6, 24, 24, 1])
    let maps = try LabelledMaps(shown.values.map { UInt8($0) }, height: 24, width: 24, classes: 2)
    var settings = TrainingSettings()
    settings.augmentation = Augmentation(symmetries: true, deformation: Deformation(of: subject))
    let pictures = GivenImages(values: shown)
    let batch = try Batch(
      BatchRequest(Array(0..<6), epoch: 3, for: .training), from: pictures, targets: maps,
      settings: settings)
    #expect(batch.target.shape == [6, 24, 24])
    var counts = [Float: Int]()
    for (pixel, label) in zip(batch.input.values, batch.target.values) {
      counts[label, default: 0] += 1
      // The light of a photograph is another; that of a drawing stays.
      guard subject == .drawing else { continue }
      if label == 1 { #expect(pixel > 0.2499) }
      if label == 0 { #expect(pixel < 0.7501) }
    }
    #expect(Set(counts.keys) == (subject == .drawing ? [0, 1, 255] : [0, 1]))
    #expect(counts[0, default: 0] > 1000 && counts[1, default: 0] > 1000)
    let held = try Batch(
      BatchRequest([4], epoch: 3, for: .validation), from: pictures, targets: maps,
      settings: settings)
    #expect(held.target.values == held.input.values)
  }

  @Test func aDeformationBelowZeroIsRefused() {
    #expect(
      message {
        _ = try Training(
          Autoencoder(.linear(inputShape: [4, 4, 2], code: 1), seed: 1), dataset: FewImages(),
          settings: few {
            $0.augmentation.deformation = Deformation(strength: -1)
          }, metadata: metadata())
      } == "cannot train with the deformation -1.0: it must be from 0 to 10")
  }

  /// A part of a photograph in another light is made of mixtures of its pixels, their mean and 0.
  @Test(arguments: [0.3, 1, 4] as [Float])
  func aPhotographStaysWithinItsRange(strength: Float) {
    let images = Tensor(
      normal([30, 12, 12, 3], seed: 8).values.map { min(1, abs($0)) }, shape: [30, 12, 12, 3])
    let views = Deformation(strength: strength, of: .photograph)
      .applied(to: images, seed: 1, step: 1)
    #expect(views != images)
    #expect(views.values.allSatisfy { (0...1.00001).contains($0) })
  }

  /// Colours that rise from left to right fall in a mirrored view, and nothing comes from beyond the rim.
  @Test func photographsAreCroppedAndMirrored() {
    let row = (0..<16).map { 1 + Float($0) / 16 }
    let images = Tensor(
      (0..<40).flatMap { _ in (0..<16).flatMap { _ in row } }, shape: [40, 16, 16, 1])
    let views = Deformation(of: .photograph).applied(to: images, seed: 2, step: 3)
    var (rising, falling) = (0, 0)
    for image in 0..<40 {
      let slopes = (1..<16).map { views[image, 7, $0, 0] - views[image, 7, $0 - 1, 0] }
      // Cropped: the whole width of a view covers a part of the range.
      if slopes.allSatisfy({ $0 > 0 }) { rising += 1 }
      if slopes.allSatisfy({ $0 < 0 }) { falling += 1 }
    }
    #expect(rising + falling == 40)
    #expect(rising > 8 && falling > 8)
  }

  @Test func noStrengthLeavesAPhotographButForItsMirror() {
    let images = Tensor(
      normal([6, 8, 8, 3], seed: 5).values.map(abs), shape: [6, 8, 8, 3])
    let views = Deformation(strength: 0, of: .photograph).applied(to: images, seed: 1, step: 1)
    for image in 0..<6 {
      for channel in 0..<3 {
        func isNear(_ column: (Int) -> Int) -> Bool {
          (0..<8).allSatisfy {
            abs(views[image, 3, $0, channel] - images[image, 3, column($0), channel]) < 1e-4
          }
        }
        #expect(isNear { $0 } != isNear { 7 - $0 })
      }
    }
  }

  @Test func filesOfTheTimeOfDrawingsAreRead() throws {
    let old = try JSONDecoder().decode(Deformation.self, from: Data(#"{"strength": 0.5}"#.utf8))
    #expect(old == Deformation(strength: 0.5))
    let new = Deformation(strength: 2, of: .photograph)
    #expect(
      try JSONDecoder().decode(Deformation.self, from: JSONEncoder().encode(new)) == new)
  }
}
