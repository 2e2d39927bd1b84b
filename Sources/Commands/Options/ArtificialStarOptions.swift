internal import ArgumentParser
internal import Console
internal import Files
internal import Planes
internal import Ranks
internal import Sky
internal import StarGalaxy
internal import Tables
internal import Tensors

/// The artificial stars that a classification learns from.
struct ArtificialStarOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help:
      "Codes of artificial stars: tables that `galaxy-aep encode` wrote of sets that `galaxy-aep ingest --stars-of` made. Default: none.",
    completion: .of(.artificialStars))
  var injected: [String] = []

  @Option(
    help: """
      With --injected: the table of codes that the clusters were made from, where the clusters' table \
      holds none (that of version 0.1). Default: those in the clusters' table.
      """,
    completion: .of(.codes))
  var codes: String?

  @Option(seed: "With --injected: the seed of the trees.")
  var seed: UInt64 = 1

  @OptionGroup var second: SecondCodesOptions

  var artifacts: [Artifact] {
    .some(.codes, codes) + .all(.artificialStars, injected) + second.artifacts
  }

  func validate() throws {
    guard codes == nil || !injected.isEmpty else {
      throw ValidationError(
        "--codes belongs to --injected: give the codes of artificial stars too, or leave it out")
    }
    try second.check(injected: injected)
  }

  /// P_STAR by what artificial stars teach; nil if there are none.
  ///
  /// - Parameters:
  ///   - joined: the probabilities that stand for what is not yet known.
  ///   - joint: what they came from.
  func learn(
    from joined: [Double], _ joint: JointClassifier.Model, of source: SourceTable,
    _ compactness: Compactness, _ counts: StarCounts, _ workers: Workers
  ) throws -> TaughtByStars? {
    guard !injected.isEmpty else { return nil }
    let own = try ownCodes(of: source)
    let zero = CompactnessDepth(of: compactness).magnitude
    let given = try given(for: own, magnitudesFrom: zero)
    let fields = FieldCentres(try own.positions(), compactness)
    let starFields = given.positions.map(fields.nearest(to:))
    var artificial = try ArtificialStars(
      given.features, magnitudes: given.magnitudes, fields: starFields)
    artificial.seed = seed
    let usable = artificial.usable
    let answer = try artificial.answers(
      of: try second.beside(try own.features(magnitudesFrom: zero), of: own), first: joined,
      compactness,
      kin: try kin(own, compactness, given, usable, fields), workers: workers,
      ranks: Ranks.world)
    var parts = [
      PartJoin.Part(
        "trees", sources: answer.sourcesApart, stars: answer.starsApart, given: answer.sources)
    ]
    let (templates, stars) = (try source.numbers(.templates), usable.map { given.templates[$0] })
    var cautious: Int?
    if let recipe = ClusterRecipe(of: source.header), try own.codes().width == given.codes.shape[1]
    {
      let matrix = Tensor(
        try own.codes().values, shape: [compactness.count, given.codes.shape[1]])
      let model = try recipe.classifier.fit(matrix, compactness: compactness, workers: workers)
      let clusters = try model.probabilities(given.codes.rows(usable), workers: workers)
      cautious = parts.count
      parts.append(
        PartJoin.Part(
          "joined", sources: joint.logits,
          stars: joint.logits(
            [clusters, stars], magnitudes: usable.map { given.magnitudes[$0] })))
    }
    parts.append(joint.part("template fit", templates, stars, of: compactness))
    parts.append(
      joint.part(
        "compactness", compactness.values, usable.map { given.compactness[$0] }, of: compactness))
    let magnitudes = usable.map { given.magnitudes[$0] }
    let join = PartJoin(
      parts, starWeights: answer.weights, sourceWeights: counts.weights(of: compactness),
      magnitudes: (compactness.magnitudes, magnitudes), cautious: cautious)
    return TaughtByStars(
      probabilities: counts.calibrated(
        join, stars: (magnitudes, usable.map { starFields[$0] }), of: compactness),
      stars: usable.count,
      names: parts.map(\.name), shares: join.shares, separations: join.separations,
      separation: join.separation)
  }

  /// Which sources and usable artificial stars belong together: copies of one star and the star itself, and where older
  /// sets do not tell whose copies they are, those of one part of a field.
  private func kin(
    _ own: SourceTable, _ compactness: Compactness, _ given: Given, _ usable: [Int],
    _ fields: FieldCentres
  ) throws -> ArtificialStars.Kin {
    let positions = try own.positions()
    if usable.allSatisfy({ given.originals[$0] != nil }) {
      let originals = StarOriginals(positions, originals: usable.map { given.originals[$0] })
      return .originals(sources: originals.sources, stars: originals.stars)
    }
    let quadrants = FieldQuadrants(positions, compactness)
    return .parts(
      sources: positions.enumerated().map {
        quadrants.part(of: $1, field: compactness.fields[$0])
      },
      stars: usable.map {
        quadrants.part(of: given.positions[$0], field: fields.nearest(to: given.positions[$0]))
      })
  }

  /// What is known of the artificial stars of all tables together.
  private struct Given {
    var features: Tensor
    var codes: Tensor
    var magnitudes: [Double] = []
    var templates: [Double] = []
    var compactness: [Double] = []
    var positions: [SkyPosition] = []
    /// The star whose copy each is; nil in tables made before it was told.
    var originals: [SkyPosition?] = []
  }

  private func given(for own: SourceTable, magnitudesFrom zero: Double) throws -> Given {
    let ownWidth = try own.codes().width
    var (values, codeValues, width): ([Float], [Float], Int) = ([], [], 1)
    var given = Given(features: Tensor(zeros: [1, 1]), codes: Tensor(zeros: [1, 1]))
    for (place, path) in injected.enumerated() {
      let table = try SourceTable(reading: path, named: .codes, maker: "encode")
      guard table.header.string("MODELID") == own.header.string("MODELID") else {
        throw CommandFailure(
          "cannot learn from \(path): it was encoded by another model than \(own.path); encode it "
            + "by the same")
      }
      let codes = try table.codes()
      guard codes.width == ownWidth else {
        throw CommandFailure(
          "cannot learn from \(path): its codes have \(counted(codes.width, "number")) and those of "
            + "\(own.path) \(ownWidth); if these were embedded, give the codes from before with --codes"
        )
      }
      let (features, flags) = (
        try second.beside(
          try table.features(magnitudesFrom: zero), ofInjected: table, at: place),
        try table.numbers(.flags)
      )
      let stars = flags.indices.filter {
        CutoutFlags(rawValue: Int32(exactly: flags[$0]) ?? 0).contains(.artificial)
      }
      guard !stars.isEmpty else {
        throw CommandFailure(
          "cannot learn from \(path): it holds no artificial star; make its cutouts with "
            + "`galaxy-aep ingest --stars-of \(own.path)`")
      }
      width = features.shape[1]
      values += features.rows(stars).values
      for star in stars {
        codeValues += codes.values[(star * ownWidth)..<((star + 1) * ownWidth)]
      }
      let (magnitudes, templates) = (
        try table.numbers(.stackMagnitude), try table.numbers(.templates)
      )
      let (compactness, positions) = (try table.numbers(.compactness), try table.positions())
      let originals = try table.originals()
      for star in stars {
        given.originals.append(originals?[star])
        given.magnitudes.append(magnitudes[star])
        given.templates.append(templates[star])
        given.compactness.append(compactness[star])
        given.positions.append(positions[star])
      }
    }
    given.features = Tensor(values, shape: [given.magnitudes.count, width])
    given.codes = Tensor(codeValues, shape: [given.magnitudes.count, ownWidth])
    return given
  }

  /// The table with the codes of the sources: that of the clusters itself, unless another is given.
  private func ownCodes(of source: SourceTable) throws -> SourceTable {
    guard let codes else {
      guard source.has(.code) else {
        throw CommandFailure(
          "cannot learn from artificial stars: \(source.path) holds no codes, as version 0.1 wrote "
            + "it; cluster again, or give the codes that its clusters were made from with --codes")
      }
      return source
    }
    let own = try SourceTable(reading: codes, named: .codes, maker: "encode")
    try own.requireSources(
      of: source, to: "learn from artificial stars",
      otherwise: "give the codes that its clusters were made from")
    if source.has(.code), source.table[.code]?.values == own.table[.code]?.values {
      Terminal.shared.note("--codes is not needed: \(source.path) holds its codes")
    }
    return own
  }
}
