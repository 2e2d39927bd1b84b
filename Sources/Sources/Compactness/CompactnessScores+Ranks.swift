public import Ranks
public import Tensors

extension CompactnessScores {
  /// Measures every source, each rank those of some fields; all get all of it.
  ///
  /// What a star looks like is learnt in each field, so a field is measured by one rank.
  ///
  /// - Parameters:
  ///   - sources: the sources' fields, noise and offsets, and how to read their cutouts.
  ///   - pixelScale: arcseconds per pixel.
  ///   - reference: the band that single-band scores use; the stack adds its neighbours.
  public init(
    measuring sources: SourceCutouts, pixelScale: Double, reference: String, workers: Workers,
    ranks: Ranks
  ) throws {
    let survey = try CompactnessSurvey(sources, pixelScale: pixelScale, reference: reference)
    let groups = survey.groups
    let shares = Self.shares(of: groups.map(\.members.count), among: ranks)
    let own = groups[shares[ranks.rank]].flatMap(\.members)
    let measured = try CompactnessScores(
      measuring: sources.only(own), pixelScale: pixelScale, reference: reference, workers: workers)
    self.init(unmeasured: sources.fields.count)
    var rows = own.indices.map(measured.row)
    ranks.join(&rows) { groups[shares[$0]].reduce(0) { $0 + $1.members.count } }
    for (source, row) in zip(groups.flatMap(\.members), rows) { set(row, of: source) }

    let bands = sources.bands.count
    var fields = groups[shares[ranks.rank]].flatMap { group in
      (measured.widths[group.field] ?? []) + [Double(measured.ridgeCounts[group.field] ?? 0)]
    }
    ranks.join(&fields) { shares[$0].count * (bands + 1) }
    for (place, group) in groups.enumerated() {
      let numbers = fields[place * (bands + 1)..<(place + 1) * (bands + 1)]
      widths[group.field] = Array(numbers.dropLast())
      ridgeCounts[group.field] = Int(bounded: numbers.last ?? 0)
    }
  }

  /// The fields of every rank, which follow each other, so that all have about as many sources.
  static func shares(of sources: [Int], among ranks: Ranks) -> [Range<Int>] {
    let total = sources.reduce(0, +)
    var (ends, sum) = ([Int](), 0)
    for (field, count) in sources.enumerated() {
      // A field belongs to whom its middle belongs to.
      let rank = (2 * sum + count) * ranks.count / max(2 * total, 1)
      while ends.count < min(rank, ranks.count - 1) { ends.append(field) }
      sum += count
    }
    while ends.count < ranks.count { ends.append(sources.count) }
    return ends.indices.map { ($0 == 0 ? 0 : ends[$0 - 1])..<ends[$0] }
  }

  /// All that was measured on one source.
  private struct Row: BitwiseCopyable {
    let concentration, halfLightRadius, psfMinusModel, templates: Double
    let compactness, compactnessError, magnitude: Double
    let saturated: Bool
  }

  private func row(_ source: Int) -> Row {
    Row(
      concentration: concentration[source], halfLightRadius: halfLightRadius[source],
      psfMinusModel: psfMinusModel[source], templates: templates[source],
      compactness: compactness[source], compactnessError: compactnessError[source],
      magnitude: magnitude[source], saturated: saturated[source])
  }

  private mutating func set(_ row: Row, of source: Int) {
    concentration[source] = row.concentration
    halfLightRadius[source] = row.halfLightRadius
    psfMinusModel[source] = row.psfMinusModel
    templates[source] = row.templates
    compactness[source] = row.compactness
    compactnessError[source] = row.compactnessError
    magnitude[source] = row.magnitude
    saturated[source] = row.saturated
  }
}

extension SourceCutouts {
  /// Some of the sources, in the order of `members`.
  func only(_ members: [Int]) -> SourceCutouts {
    SourceCutouts(
      bands: bands, size: size, fields: members.map { fields[$0] },
      noise: members.map { noise[$0] }, offsets: members.map { offsets[$0] },
      places: places.isEmpty ? [] : members.map { places[$0] }
    ) { [pixels] index in try pixels(members[index]) }
  }
}
