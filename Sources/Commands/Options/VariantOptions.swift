internal import ArgumentParser
internal import Networks

/// Which autoencoder is trained, and what it is asked beyond reproducing its input.
struct VariantOptions: ParsableArguments {
  enum Shape: String, CaseIterable, ExpressibleByArgument {
    case aep, mnist, dense, shallow, linear
  }

  enum Cost: String, CaseIterable, ExpressibleByArgument {
    case squaredError = "squared-error"
    case crossEntropy = "cross-entropy"

    var loss: Loss { self == .squaredError ? .meanSquaredError : .binaryCrossEntropy }
  }

  @Option(
    help: ArgumentHelp(
      "The layers: aep (three halvings, normalised), mnist (two halvings), dense (512 and 256 units, "
        + "normalised), shallow (one layer of rectified units and one matrix back, for patches) or "
        + "linear (principal components)."))
  var architecture = Shape.aep

  @Option(
    help: ArgumentHelp(
      "Where the cells of aep's last halving lie, eight pixels apart: centred (four meet at the image's centre, where the "
        + "source is, whose shape is learned many times faster then) or corner (the first lies on the first pixel). "
        + "Default: centred where the rim fades, else corner."))
  var grid: Architecture.Grid?

  @Option(
    name: .customLong("loss"),
    help: ArgumentHelp(
      "What a reconstruction costs: squared-error, or cross-entropy (pixels from 0 to 1). Default: "
        + "cross-entropy for pictures with mnist and dense, else squared-error."))
  var cost: Cost?

  @Option(
    name: .customLong("variant"),
    help: ArgumentHelp(
      "naive, denoising, sparse, redundant, overcomplete, variational, adversarial, decorrelated or "
        + "consistent (the codes of two deformed views of an image agree). The options below change "
        + "what belongs to it."))
  var name = Variant.Name.naive

  @Option(
    help: "How the input is spoilt: gaussian, masking or salt-and-pepper. Default: the variant's.")
  var corruption: Corruption.Kind?

  @Option(
    "The spread of gaussian noise, else the share of spoilt pixels. Default: the variant's.",
    in: 0...100)
  var corruptionAmount: Float?

  @Option(
    help: "What is sparse: l1 (activities themselves) or kl (their means). Default: the variant's.")
  var sparsity: Sparsity.Kind?

  @Option(
    "How much sparsity counts. Default: the variant's.",
    in: 0...1e6)
  var sparsityWeight: Float?

  @Option(
    "The mean activity that kl asks for. Default: the variant's.",
    in: 1e-6...0.999)
  var sparsityActivity: Float?

  @Option(
    "The share of code units that a step drops. Default: the variant's.",
    in: 0...0.99, judgedBy: .whoUsesIt)
  var codeDropout: Float?

  @Option(
    "How much the divergence of a variational code counts. Default: the variant's.",
    in: 0...1e6)
  var beta: Float?

  @Option(
    "How much fooling the discriminator of an adversarial code counts. Default: the variant's.",
    in: 0...1e6)
  var adversary: Float?

  @Option(
    "How much it costs when code units follow each other. Default: the variant's.",
    in: 0...1e6)
  var decorrelation: Float?

  @Option(
    "How much it counts that the codes of two deformed views of an image agree. Default: the variant's.",
    in: 0...1e6)
  var consistency: Float?

  @Option(
    "What the cosines of those codes are divided by; small: only near strangers part. Default: the variant's.",
    in: 0.01...100)
  var temperature: Float?

  @Option(
    "How far the two views are deformed, as --deform says. Default: the variant's.",
    in: 0...10)
  var viewDeformation: Float?

  func validate() throws {
    do { _ = try variant() } catch { throw ValidationError(error.description) }
  }

  /// - Parameter subject: what the images are, for the views of the consistent variant.
  func variant(of subject: Deformation.Subject = .drawing) throws(NetworkError) -> Variant {
    var variant = Variant(name)
    if let corruption { variant.corruption = Corruption(corruption) }
    if let corruptionAmount {
      variant.corruption = Corruption(
        variant.corruption?.kind ?? .gaussian, amount: corruptionAmount)
    }
    if let sparsity { variant.sparsity = Sparsity(sparsity) }
    if sparsityWeight != nil || sparsityActivity != nil {
      var price = variant.sparsity ?? Sparsity(.l1)
      price.weight = sparsityWeight ?? price.weight
      price.activity = sparsityActivity ?? price.activity
      variant.sparsity = price
    }
    variant.codeDropout = codeDropout ?? variant.codeDropout
    variant.beta = beta ?? variant.beta
    variant.adversary = adversary ?? variant.adversary
    variant.decorrelation = decorrelation ?? variant.decorrelation
    if consistency != nil || temperature != nil || viewDeformation != nil {
      var agreement = variant.consistency ?? Consistency()
      agreement.weight = consistency ?? agreement.weight
      agreement.temperature = temperature ?? agreement.temperature
      agreement.deformation.strength = viewDeformation ?? agreement.deformation.strength
      variant.consistency = agreement
    }
    variant.consistency?.deformation.subject = subject
    try variant.check()
    return variant
  }
}
