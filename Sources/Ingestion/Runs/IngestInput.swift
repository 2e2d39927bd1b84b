internal import FITS
internal import Files
internal import Frames
internal import Surveys
internal import Tensors

/// One field, or a batch of ready-made cutouts, before it is read.
enum IngestInput: Sendable {
  case frames(FieldFiles)
  case ready(ReadyMadeBatch)

  var id: String {
    switch self {
    case .frames(let files): files.id
    case .ready(let batch): batch.id
    }
  }

  /// Every file that has a part in it.
  var paths: [String] {
    switch self {
    case .frames(let files):
      files.planes.flatMap {
        [$0.image.path, $0.weight?.path, $0.mask?.path, $0.calibration].compactMap { $0 }
      }
    case .ready(let batch): batch.paths
    }
  }

  func load(
    settings: IngestSettings, surveys: SurveyLibrary, workers: Workers, decoder: TileDecoder?,
    keepsGoing: Bool
  ) throws -> LoadedField {
    switch self {
    case .frames(let files):
      .frames(
        try Field(reading: files, settings: settings.detection, workers: workers, decoder: decoder))
    case .ready(let batch):
      .ready(
        try ReadyMadeCutouts(
          batch, settings: settings, surveys: surveys, workers: workers, decoder: decoder,
          keepsGoing: keepsGoing))
    }
  }
}

enum LoadedField: Sendable {
  case frames(Field)
  case ready(ReadyMadeCutouts)

  /// What is not as it should be about its files.
  var remarks: [FileRemark] {
    switch self {
    case .frames(let field): field.remarks
    case .ready(let cutouts): cutouts.remarks
    }
  }

  /// Files of it that were left out.
  var unreadable: [FrameInventory.Unreadable] {
    switch self {
    case .frames: []
    case .ready(let cutouts): cutouts.unreadable
    }
  }
}
