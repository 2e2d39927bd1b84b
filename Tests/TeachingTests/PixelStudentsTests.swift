import Clusters
import Files
import Networks
import Teaching
import Tensors
import Testing

/// Small networks that learn from 40 images, of which every other one is bright in the middle.
@Suite struct PixelStudentsTests {
  private struct Spots: Dataset {
    let count = 40
    let imageShape = [8, 8, 1]

    func fill(
      _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
    ) throws {
      for (place, index) in indices.enumerated() {
        var numbers = RandomNumbers.stream(UInt64(index), seed: 3)
        for pixel in 0..<64 {
          let isMiddle = (3...4).contains(pixel / 8) && (3...4).contains(pixel % 8)
          let light: Float = isMiddle && index % 2 == 0 ? 2 : 0
          batch[64 * place + pixel] = light + 0.2 * Float(numbers.normal())
        }
      }
    }

    func identifier(of index: Int) -> String { "\(index)" }
  }

  private static let truth = (0..<40).map { $0 % 2 == 0 ? 1.0 : 0 }
  private let parts = Folds(2, of: (0..<40).map { $0 % 2 }, seed: 1)
  private let architecture = Architecture(
    inputShape: [8, 8, 1],
    encoder: [
      .convolution(channels: 6, kernel: 3, stride: 2), .batchNormalisation, .relu,
      .dense(units: 5), .batchNormalisation,
    ],
    decoder: [
      .dense(units: 96), .relu, .reshape([4, 4, 6]),
      .transposedConvolution(channels: 1, kernel: 3, stride: 2),
    ])

  private func found(
    towards stars: [Double] = Self.truth, known: [Int] = Array(0..<40),
    train: (Training, Int) throws -> Void = { training, _ in _ = try training.run() }
  ) throws -> [Double] {
    var settings = TrainingSettings()
    (settings.epochs, settings.batchSize, settings.learningRate) = (20, 64, 0.01)
    let about = ModelMetadata(
      architecture: architecture, bands: ["r"], stretch: "{}", seed: 1,
      provenance: Provenance(command: "test"))
    return try PixelStudents(
      from: Autoencoder(architecture, seed: 1), about: about, parts: parts, settings: settings,
      workers: Workers(threads: 2)
    ).probabilities(of: Spots(), towards: stars, known: known, train: train)
  }

  @Test func studentsTellSpotsThatTheyHaveNotSeen() throws {
    let answers = try found()
    let curve = try ROCCurve(scores: answers, positives: Self.truth.map { $0 == 1 })
    #expect(curve.auc > 0.95)
    #expect(answers.allSatisfy { (0...1).contains($0) })
  }

  /// Other targets in one part change the answers of the other part only.
  @Test func aSourcesOwnTargetDoesNotAnswerForIt() throws {
    let answers = try found()
    let turned = zip(Self.truth, parts.parts).map { $1 == 0 ? 1 - $0 : $0 }
    let others = try found(towards: turned)
    for (source, part) in parts.parts.enumerated() {
      #expect((answers[source] == others[source]) == (part == 0))
    }
  }

  @Test func onlyKnownSourcesAreLearnedFrom() throws {
    let known = (0..<40).filter { $0 % 5 != 0 }
    let spoilt = Self.truth.indices.map { $0 % 5 == 0 ? 0.5 : Self.truth[$0] }
    #expect(try found(known: known) == found(towards: spoilt, known: known))
  }

  @Test func everyPartHasItsStudentAndFailuresEndTheWork() throws {
    struct Stop: Error {}
    var seen: [Int] = []
    _ = try found { _, part in seen.append(part) }
    #expect(seen == [0, 1])
    #expect(throws: Stop.self) { _ = try found { _, _ in throw Stop() } }
  }
}
