internal import Tensors

/// A convolution or its transpose, one image at a time in the cache.
///
/// Weights are `[ky, kx, channel of the bigger image, channel of the smaller image]`: of a
/// convolution `[ky, kx, in, out]`, of a transposed one `[ky, kx, out, in]`. In inference everything is
/// float32, whatever the precision of training.
final class ConvolutionOperation: ImageOperation, FinishedReader, @unchecked Sendable {
  let name: String
  let input: Link, output: Link
  let weights: Parameter
  let learnsBefore: Bool
  let isFrozen: Bool
  private let transposed: Bool
  var isTransposed: Bool { transposed }
  private let convolution: Convolution
  private let inputPicture: PaddedInput, outputPicture: PaddedInput
  private let precision: Autoencoder.Precision
  private let gradients: Buffer
  private let spaces: Buffer
  private let space: Int

  init(
    name: String, input: Link, shape: [Int], output: Link, kernel: Int, stride: Int, phase: Int,
    transposed: Bool, weights: Parameter, learnsBefore: Bool, isFrozen: Bool,
    precision: Autoencoder.Precision, workers: Int
  ) {
    (self.name, self.input, self.output) = (name, input, output)
    (self.weights, self.learnsBefore, self.transposed) = (weights, learnsBefore, transposed)
    (self.isFrozen, self.precision) = (isFrozen, precision)
    let (big, small) = transposed ? (output.shape, shape) : (shape, output.shape)
    convolution = Convolution(
      big: .init(height: big[0], width: big[1], channels: big[2]),
      small: .init(height: small[0], width: small[1], channels: small[2]),
      kernel: kernel, stride: stride, phase: phase,
      made: transposed || shape != input.shape ? nil : input.learnedChannels,
      bfloat16: precision == .bfloat16)
    let (inBorder, outBorder) =
      transposed
      ? (convolution.smallBorder, convolution.bigBorder)
      : (convolution.bigBorder, convolution.smallBorder)
    inputPicture = PaddedInput(
      of: input, shape: shape, border: inBorder, precision: precision, workers: workers)
    outputPicture = PaddedInput(
      of: output, shape: output.shape, border: outBorder, precision: precision, workers: workers)
    gradients = Buffer(chunkCount * convolution.gradientCount)
    space = (convolution.space + 64 + 15) / 16 * 16
    spaces = Buffer(workers * space, zeroed: false)
  }

  var parameters: [Parameter] { [weights] }
  var multiplyAdds: Int { convolution.multiplyAdds }

  func prepare(training: Bool) {
    weights.values.withUnsafeValues { values in
      guard let start = values.baseAddress else { return }
      if training, precision == .bfloat16 { return convolution.packPairs(start) }
      convolution.pack(start, down: training || !transposed, up: training || transposed)
    }
  }

  func forward(_ place: Place) {
    let x = inputPicture.operand(place)
    if transposed {
      convolution.smallToBig(x, output.raw(place), space: space(place))
    } else {
      convolution.bigToSmall(x, output.raw(place), space: space(place))
    }
    output.collect(place)
  }

  func destination(_ place: Place) -> Destination { inputPicture.destination(place) }

  /// In inference: from a picture that is loaded or was finished there, to the reader's input if
  /// there is one, and else to the raw numbers.
  func forward(_ place: Place, isLoaded: Bool, finishedFor reader: (any FinishedReader)?) {
    let x = isLoaded ? inputPicture.image(place) : inputPicture.load(place)
    if let reader, let finish = output.finish {
      let target = reader.destination(place)
      convolution.bigToSmall(
        x, target.start, row: target.row, finish: finish, space: space(place))
    } else if transposed {
      convolution.smallToBig(x, output.raw(place), space: space(place))
    } else {
      convolution.bigToSmall(x, output.raw(place), space: space(place))
    }
  }

  func propagate(_ place: Place) {
    let dy = outputPicture.gradientOperand(place)
    guard learnsBefore else { return }
    input.takeGradient(place, of: self) { gradient in
      if transposed {
        convolution.bigToSmall(dy, gradient, space: space(place))
      } else {
        convolution.smallToBig(dy, gradient, space: space(place))
      }
    }
  }

  func begin(_ chunk: Int) {
    gradient(of: chunk).update(repeating: 0, count: convolution.gradientCount)
  }

  func learn(_ place: Place) {
    let dy = outputPicture.latestOperand(place)
    let x = inputPicture.operand(place)
    convolution.addWeightGradient(
      big: transposed ? dy : x, small: transposed ? x : dy, to: gradient(of: place.chunk),
      space: space(place))
  }

  private func space(_ place: Place) -> UnsafeMutablePointer<Float> {
    spaces.values + place.worker * space
  }

  private func gradient(of chunk: Int) -> UnsafeMutablePointer<Float> {
    gradients.values + chunk * convolution.gradientCount
  }

  func finish(images: Int, team: Team) {
    team.shareChunks(gradients.values, each: convolution.gradientCount)
    team.workers.forEach(chunkCount) { [self] piece in
      let place = part(piece, of: chunkCount, count: convolution.gradientCount)
      let sum = UnsafeMutableBufferPointer(
        start: gradient(of: 0) + place.lowerBound, count: place.count)
      for chunk in 1..<chunkCount where !part(chunk, of: chunkCount, count: images).isEmpty {
        let values = UnsafeBufferPointer(
          start: gradient(of: chunk) + place.lowerBound, count: place.count)
        Arrays.add(values, times: 1, to: sum)
      }
    }
    let channels = convolution.small.channels
    let padded = convolution.gradientStride
    let rows = convolution.weightCount / channels
    weights.gradient.withUnsafeMutableValues { total in
      nonisolated(unsafe) let total = total
      team.workers.forEach(chunkCount) { [self] piece in
        for row in part(piece, of: chunkCount, count: rows) {
          let sum = UnsafeMutableBufferPointer(
            rebasing: total[row * channels..<(row + 1) * channels])
          sum.update(repeating: 0)
          for own in convolution.gradientRows(of: row) {
            let values = UnsafeBufferPointer(start: gradient(of: 0) + own * padded, count: channels)
            Arrays.add(values, times: 1, to: sum)
          }
        }
      }
    }
  }
}
