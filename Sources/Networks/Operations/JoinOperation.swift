internal import Tensors

/// The numbers of two links put together: their sum, or the channels of the second after those of
/// the first.
final class JoinOperation: ImageOperation, @unchecked Sendable {
  enum Kind: Sendable { case sum, concatenation }

  let name: String
  let kind: Kind
  let input: Link, other: Link, output: Link
  let learnsBefore: Bool, learnsBeforeOther: Bool
  let isFrozen: Bool
  private let pointwise: Pointwise, otherPointwise: Pointwise, outputPointwise: Pointwise
  private let spaces: Buffer

  init(
    name: String, _ kind: Kind, _ input: (link: Link, learnsBefore: Bool),
    _ other: (link: Link, learnsBefore: Bool), output: Link, isFrozen: Bool, workers: Int
  ) {
    (self.name, self.kind, self.output, self.isFrozen) = (name, kind, output, isFrozen)
    (self.input, learnsBefore) = input
    (self.other, learnsBeforeOther) = other
    switch kind {
    case .sum:
      pointwise = input.link.pointwise(as: input.link.shape)
      otherPointwise = other.link.pointwise(as: other.link.shape)
    case .concatenation:
      (pointwise, otherPointwise) = (input.link.pointwiseByPixel, other.link.pointwiseByPixel)
    }
    outputPointwise = output.pointwise(as: output.shape)
    spaces = Buffer(workers * output.count)
    if kind == .concatenation, learnsBefore, !learnsBeforeOther {
      output.learnedChannels = input.link.channels
    }
  }

  var inputs: [(link: Link, learnsBefore: Bool)] {
    [(input, learnsBefore), (other, learnsBeforeOther)]
  }
  var parameters: [Parameter] { [] }
  var multiplyAdds: Int { 0 }

  func prepare(training: Bool) {}

  func forward(_ place: Place) {
    let raw = output.raw(place)
    switch kind {
    case .concatenation:
      input.load(place, as: pointwise, into: raw, row: output.channels)
      other.load(place, as: otherPointwise, into: raw + input.channels, row: output.channels)
    case .sum:
      let space = self.space(place)
      input.load(place, as: pointwise, into: raw, row: pointwise.rowCount)
      other.load(place, as: otherPointwise, into: space, row: otherPointwise.rowCount)
      Arrays.add(
        UnsafeBufferPointer(start: space, count: output.count), times: 1,
        to: UnsafeMutableBufferPointer(start: raw, count: output.count))
    }
    output.collect(place)
  }

  func propagate(_ place: Place) {
    guard learnsBefore || learnsBeforeOther else { return }
    let gradient: UnsafeMutablePointer<Float>
    if outputPointwise.isGradientCopy {
      gradient = output.gradient(place)
    } else {
      gradient = space(place)
      output.loadGradient(place, as: outputPointwise, into: gradient, row: outputPointwise.rowCount)
    }
    if learnsBefore { give(gradient, to: input, place) }
    if learnsBeforeOther {
      give(gradient + (kind == .sum ? 0 : input.channels), to: other, place)
    }
  }

  private func give(_ gradient: UnsafeMutablePointer<Float>, to link: Link, _ place: Place) {
    link.takeGradient(place, of: self) { target in
      switch kind {
      case .sum: target.update(from: gradient, count: link.count)
      case .concatenation:
        let (channels, all) = (link.channels, output.channels)
        for pixel in 0..<link.pixels {
          (target + pixel * channels).update(from: gradient + pixel * all, count: channels)
        }
      }
    }
  }

  private func space(_ place: Place) -> UnsafeMutablePointer<Float> {
    spaces.values + place.worker * output.count
  }
}
