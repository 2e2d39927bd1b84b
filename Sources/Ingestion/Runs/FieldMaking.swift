internal import Frames
internal import Sky
internal import Surveys

/// Makes the cutouts of one field after another; the next is read meanwhile.
struct FieldMaking {
  private let ingestion: Ingestion
  /// All that may be asked for, in that order.
  private let inputs: [IngestInput]
  /// Whether a field need not be read.
  private let isDone: (IngestInput) -> Bool
  /// Of the catalog's positions.
  private let names: [String]?
  private var upcoming: (name: String, field: Upcoming<LoadedField>)?
  private var ground: InjectionGround?

  init(
    _ ingestion: Ingestion, _ inputs: [IngestInput], unless isDone: @escaping (IngestInput) -> Bool
  ) {
    (self.ingestion, self.inputs, self.isDone) = (ingestion, inputs, isDone)
    names = ingestion.catalog?.ids.map(UniqueNames.ofPositions)
  }

  /// - Parameters:
  ///   - place: of the field among the inputs.
  ///   - earlier: the sources of the fields before it.
  mutating func content(
    at place: Int, earlier: EarlierSources, _ outcome: inout FieldOutcome
  ) throws -> ShardContent {
    let input = inputs[place]
    let field: LoadedField
    if let again = ground.flatMap({ input.again($0.loaded) }) {
      field = again
    } else {
      ground = nil
      let isRead = upcoming?.name == input.fieldName
      let current = isRead ? upcoming?.field : nil
      if isRead { upcoming = nil }
      let loaded = Result { try (current ?? read(input)).get() }
      upcoming = upcoming ?? next(after: place)
      field = try loaded.get()
    }
    let (settings, workers) = (ingestion.settings, ingestion.workers)
    if ingestion.injection != nil, ground == nil {
      ground = try InjectionGround(
        field, injection: ingestion.injection, settings: settings, workers: workers)
    }
    outcome.read(field)
    return try content(of: field, earlier)
  }

  private func read(_ input: IngestInput) -> Upcoming<LoadedField> {
    Upcoming { [ingestion] in
      try input.load(
        settings: ingestion.settings, surveys: ingestion.surveys ?? SurveyLibrary(),
        workers: ingestion.workers, decoder: ingestion.decoder, keepsGoing: ingestion.keepsGoing)
    }
  }

  /// The next field, whose reading begins now; that which comes after all passes through this one.
  private func next(after place: Int) -> (name: String, field: Upcoming<LoadedField>)? {
    inputs[(place + 1)...].first { $0.fieldName != inputs[place].fieldName }
      .flatMap { isDone($0) ? nil : ($0.fieldName, read($0)) }
  }

  private func content(of field: LoadedField, _ earlier: EarlierSources) throws -> ShardContent {
    let (settings, workers) = (ingestion.settings, ingestion.workers)
    switch field {
    case .ready(let cutouts): return cutouts.content(settings: settings)
    case .frames(let original, _, let isFirst):
      let injected = try ground.map { try InjectedField(original, on: $0) }
      let field = injected?.field ?? original
      let found =
        if let catalog = ingestion.catalog {
          try FieldSources(
            of: catalog, named: names, in: field, settings: settings, workers: workers)
        } else {
          try FieldSources(detectedIn: field, settings: settings, workers: workers)
        }
      var cutouts = try FieldCutouts(
        of: found, in: field, settings: settings, workers: workers)
      let positions = cutouts.records.map { SkyPosition(ra: $0.ra, dec: $0.dec) }
      if isFirst { cutouts.mark(duplicates: earlier.duplicates(of: positions)) }
      if let injected {
        cutouts.mark(artificial: injected.artificial(among: positions), of: injected.stars.count)
      }
      try cutouts.measureSeeing(
        pixelScale: settings.pixelScale ?? field.reference(settings).wcs.pixelScale,
        workers: workers)
      return try ShardContent(cutouts, of: field, settings: settings)
    }
  }
}
