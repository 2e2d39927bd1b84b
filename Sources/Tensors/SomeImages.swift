/// Some of the images of a data set, by their numbers there.
public struct SomeImages<Base: Dataset>: Dataset {
  private let base: Base
  private let chosen: [Int]

  public init(base: Base, chosen: [Int]) {
    (self.base, self.chosen) = (base, chosen)
  }

  public var count: Int { chosen.count }
  public var imageShape: [Int] { base.imageShape }

  public func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws {
    try base.fill(batch, with: indices.map { chosen[$0] })
  }

  public var contentMark: String? { base.contentMark }

  public func identifier(of index: Int) -> String { base.identifier(of: chosen[index]) }
}

extension SomeImages: NoisyDataset {
  public var knowsNoise: Bool { (base as? any NoisyDataset)?.knowsNoise ?? false }

  public func fill(
    _ image: UnsafeMutableBufferPointer<Float>, noise: UnsafeMutableBufferPointer<Float>,
    with index: Int, stream key: UInt64
  ) throws {
    guard let base = base as? any NoisyDataset else {
      preconditionFailure("the data set knows no noise")
    }
    try base.fill(image, noise: noise, with: chosen[index], stream: key)
  }
}
