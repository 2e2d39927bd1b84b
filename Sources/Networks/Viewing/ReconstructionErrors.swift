public import Tensors

/// How far images come back changed: mean squared errors a value.
public struct ReconstructionErrors: Sendable, Equatable {
  /// Rebuilt as they are.
  public private(set) var clean = 0.0
  /// What a corruption does to them, and what is left when they are rebuilt from that; nil without one.
  public private(set) var spoilt: Double?
  public private(set) var restored: Double?

  /// - Parameters:
  ///   - images: which of the data set; nil for all.
  ///   - corruption: what spoils the images; `seed` is that of its random numbers.
  public init(
    of model: Autoencoder, on dataset: some Dataset, images: [Int]? = nil,
    corruption: Corruption? = nil, seed: UInt64 = 1
  ) throws {
    var (clean, spoilt, restored, values) = (0.0, 0.0, 0.0, 0)
    try dataset.forEachBatch(of: images ?? Array(0..<dataset.count)) { first, batch in
      clean += batch.squaredDistance(to: model.reconstruct(batch))
      if let corruption {
        let seen = corruption.applied(to: batch, seed: seed, step: UInt64(first + 1))
        spoilt += batch.squaredDistance(to: seen)
        restored += batch.squaredDistance(to: model.reconstruct(seen))
      }
      values += batch.count
    }
    self.clean = clean / Double(values)
    if corruption != nil {
      (self.spoilt, self.restored) = (spoilt / Double(values), restored / Double(values))
    }
  }
}

extension Tensor {
  /// Σ (a − b)² over all values.
  package func squaredDistance(to other: Tensor) -> Double {
    withUnsafeValues { a in
      other.withUnsafeValues { b in
        a.indices.reduce(0) { sum, index in
          let difference = Double(a[index] - b[index])
          return sum + difference * difference
        }
      }
    }
  }
}
