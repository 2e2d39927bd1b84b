/// What a variant of the autoencoder asks beyond reproducing the image: what is done to its input
/// and its code while it learns.
///
/// The loss of an image x with the code z is the mean loss R of its reconstruction plus what the
/// parts below say. Parts can be combined; a variant's name stands for a usual combination.
public struct Variant: Codable, Sendable, Equatable {
  public enum Name: String, Codable, Sendable, CaseIterable {
    /// R alone (Hinton & Salakhutdinov 2006, doi:10.1126/science.1127647).
    case naive
    /// R of the clean image from a corrupted one (Vincent et al. 2010, JMLR 11:3371).
    case denoising
    /// R plus a price on active units: L1, or KL of mean activities (Lee et al. 2008; Ng 2011).
    case sparse
    /// R with parts of the code dropped, so that units stand in for each other (Srivastava et al.
    /// 2014, JMLR 15:1929; on the code, Rippel et al. 2014).
    case redundant
    /// A code wider than the image, kept from copying it by masked input and an L1 price (Ranzato et
    /// al. 2007; Vincent et al. 2010).
    case overcomplete
    /// R plus β·KL(q(z|x) ‖ N(0, 1)) with a Gaussian q (Kingma & Welling 2014, arXiv:1312.6114;
    /// β: Higgins et al. 2017).
    case variational
    /// R plus what fools a discriminator that tells codes from N(0, 1) (Makhzani et al. 2015,
    /// arXiv:1511.05644).
    case adversarial
    /// R plus a price on code units that follow each other (`Decorrelation`).
    case decorrelated
    /// R of the undeformed image from a deformed one, plus what makes the codes of two deformed
    /// views of an image agree (`Consistency`; Chen et al. 2020, arXiv:2002.05709).
    case consistent
  }

  public var name: Name
  public var corruption: Corruption?
  public var sparsity: Sparsity?
  /// The share of code units that a step drops.
  public var codeDropout: Float?
  /// β of the variational autoencoder; nil for a code without spread.
  public var beta: Float?
  /// How much fooling the discriminator counts; nil for none.
  public var adversary: Float?
  /// How much it costs when code units follow each other; nil for nothing.
  public var decorrelation: Float?
  /// How the codes of two deformed views are made to agree; nil where there is but one view.
  public var consistency: Consistency?

  /// The usual combination of a name.
  public init(_ name: Name) {
    self.name = name
    switch name {
    case .naive: break
    case .denoising: corruption = Corruption(.gaussian)
    case .sparse: sparsity = Sparsity(.l1)
    case .redundant: codeDropout = 0.3
    case .overcomplete:
      corruption = Corruption(.masking)
      sparsity = Sparsity(.l1)
    case .variational: beta = 1
    case .adversarial: adversary = 0.05
    case .decorrelated: decorrelation = 0.01
    case .consistent: consistency = Consistency()
    }
  }

  /// Whether nothing is asked beyond the reconstruction.
  public var isPlain: Bool {
    corruption == nil && sparsity == nil && codeDropout == nil && beta == nil && adversary == nil
      && decorrelation == nil && consistency == nil
  }

  /// Refuses numbers that make no variant.
  public func check() throws(NetworkError) {
    func require(_ value: Float?, _ range: ClosedRange<Float>, _ what: String) throws(NetworkError)
    {
      guard let value, !range.contains(value) else { return }
      throw NetworkError(
        "cannot train the \(name.rawValue) variant with \(what) \(value): it must lie between "
          + "\(range.lowerBound) and \(range.upperBound)")
    }
    try require(
      corruption?.amount, 0...(corruption?.kind == .gaussian ? 100 : 1), "a corruption of")
    try require(sparsity?.weight, 0...1e6, "a sparsity weight of")
    try require(sparsity?.activity, 1e-6...0.999, "a mean activity of")
    try require(codeDropout, 0...0.99, "a code dropout of")
    try require(beta, 0...1e6, "a beta of")
    try require(adversary, 0...1e6, "an adversary weight of")
    try require(decorrelation, 0...1e6, "a decorrelation weight of")
    try require(consistency?.weight, 0...1e6, "a consistency weight of")
    try require(consistency?.temperature, 0.01...100, "a temperature of")
    try require(consistency?.deformation.strength, 0...10, "a deformation of")
    if consistency != nil, beta != nil {
      throw NetworkError(
        "cannot train the \(name.rawValue) variant with both a beta and a consistency weight: a code "
          + "with a spread has no direction to agree on")
    }
  }
}
