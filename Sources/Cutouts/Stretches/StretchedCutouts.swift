internal import Sky
public import Sources
public import Tensors

/// A cutout set as a network reads it.
public struct StretchedCutouts: WeightedDataset {
  public let cutouts: CutoutSet
  public let stretch: Stretch
  /// How much pixels count in training.
  public let weighing: PixelWeights
  private let kernel: StretchKernel
  private let matched: MatchedKernel
  /// The fields' point spreads and the sources' sky, where the stretch needs them and the set, an old one, does
  /// not tell them.
  public let seeing: Seeing?

  public init(
    _ set: CutoutSet, stretch: Stretch, weights: PixelWeights = .none, workers: Workers = .all
  ) throws {
    try weights.check(set, stretch.kind)
    guard set.bands == stretch.bands, set.size == stretch.cutoutSize else {
      throw SurveyError(
        "the model reads cutouts of \(Self.described(stretch.bands, stretch.cutoutSize)), but "
          + "\(set.folder) holds cutouts of \(Self.described(set.bands, set.size)); ingest the "
          + "frames again with the model's bands and size, or train another model")
    }
    guard abs(set.pixelScale - stretch.pixelScale) <= 0.02 * stretch.pixelScale else {
      throw SurveyError(
        "the model reads cutouts of \(stretch.pixelScale) arcseconds a pixel, but \(set.folder) "
          + "has \(set.pixelScale); ingest the frames at the model's scale or train another model")
    }
    cutouts = set
    self.stretch = stretch
    weighing = weights
    kernel = StretchKernel(stretch)
    matched = MatchedKernel(
      stretch, reference: set.bands.firstIndex(of: set.referenceBand) ?? set.bands.count / 2)
    let isTold = set.records.allSatisfy {
      $0.seeing.count == set.bands.count && $0.localSky.count == set.bands.count
    }
    seeing = stretch.kind == .matched && !isTold ? try Seeing(of: set, workers: workers) : nil
  }

  public var count: Int { cutouts.count }

  public var contentMark: String? { cutouts.contentMark }

  public var imageShape: [Int] { stretch.imageShape }

  public func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws {
    each(batch, indices) { image, index in fill(image, with: index) }
  }

  private func fill(_ image: UnsafeMutableBufferPointer<Float>, with index: Int) {
    let record = cutouts.records[index]
    guard stretch.kind == .matched else {
      // What shows nothing becomes sky.
      let blank = record.sky.map { $0.isFinite ? $0 : 0 }
      return cutouts.withPixels(of: index, blank: blank) { pixels in
        kernel.apply(pixels, noise: record.noise, sky: record.sky, to: image)
      }
    }
    withSource(index) { matched.apply($0, to: image) }
  }

  /// One cutout and what the `matched` stretch has to know of it.
  private func withSource(_ index: Int, _ body: (MatchedKernel.Source) -> Void) {
    let record = cutouts.records[index]
    let blank = [Float](repeating: 0, count: record.noise.count)
    cutouts.withPixels(of: index, blank: blank) { pixels in
      body(
        MatchedKernel.Source(
          pixels: pixels, noise: record.noise, sky: seeing?.sky(of: index) ?? record.localSky,
          offsets: record.offsets, widths: seeing?.widths(of: index) ?? record.seeing,
          hasHoles: cutouts.hasBlanks(index)))
    }
  }

  /// Writes another set's pixels of a source as if they were this set's: on the same scale, less no sky of their own.
  ///
  /// - Parameters:
  ///   - twins: cutouts of the same windows, without noise and sky.
  ///   - place: where the source lies among them.
  func fill(
    _ image: UnsafeMutableBufferPointer<Float>, with index: Int, from twins: CutoutSet,
    at place: Int
  ) {
    let record = cutouts.records[index]
    let nothing = [Float](repeating: 0, count: record.noise.count)
    twins.withPixels(of: place, blank: nothing) { pixels in
      guard stretch.kind == .matched else {
        return kernel.apply(pixels, noise: record.noise, sky: nothing, to: image)
      }
      withSource(index) { source in
        var twin = source
        (twin.pixels, twin.sky, twin.hasHoles) = (pixels, nothing, twins.hasBlanks(place))
        matched.apply(source, showing: twin, to: image)
      }
    }
  }

  public var hasWeights: Bool { weighing != .none }

  public func fillWeights(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws {
    each(batch, indices) { image, index in
      guard let inverse = cutouts.inverseVariance(index) else {
        return image.update(repeating: 1)
      }
      PixelWeights.fill(image, from: inverse, noise: cutouts.records[index].noise, stretch)
    }
  }

  /// Calls `body` with the room of every image in a batch and the cutout it is for.
  private func each(
    _ batch: UnsafeMutableBufferPointer<Float>, _ indices: some Collection<Int>,
    _ body: (UnsafeMutableBufferPointer<Float>, Int) throws -> Void
  ) rethrows {
    let stride = imageShape.reduce(1, *)
    precondition(batch.count == stride * indices.count, "room for \(indices.count) images")
    for (slot, index) in indices.enumerated() {
      try body(
        UnsafeMutableBufferPointer(rebasing: batch[slot * stride..<(slot + 1) * stride]), index)
    }
  }

  public func identifier(of index: Int) -> String { cutouts.records[index].id }

  private static func described(_ bands: [String], _ size: Int) -> String {
    "\(size)×\(size) pixels in \(bands.joined(separator: ","))"
  }
}

extension StretchedCutouts: NoisyDataset {
  /// The matched stretch resamples and scales, which noise bears; the others bend.
  public var knowsNoise: Bool { stretch.kind == .matched }

  public func fill(
    _ image: UnsafeMutableBufferPointer<Float>, noise: UnsafeMutableBufferPointer<Float>,
    with index: Int, stream key: UInt64
  ) throws {
    precondition(knowsNoise, "a stretch that keeps noise Gaussian")
    withSource(index) { matched.apply($0, to: image, noise: noise, stream: key) }
  }
}

extension Stretch {
  /// One cutout `[band, y, x]` as `[y, x, band]` network input.
  public func apply(to pixels: [Float], noise: [Float], sky: [Float]) -> [Float] {
    let bytes = pixels.map { $0.bitPattern.bigEndian }
    return Array(unsafeUninitializedCapacity: imageShape.reduce(1, *)) { output, count in
      count = output.count
      bytes.withUnsafeBytes {
        StretchKernel(self).apply(
          $0, noise: noise, sky: sky, to: UnsafeMutableBufferPointer(rebasing: output[..<count]))
      }
    }
  }
}
