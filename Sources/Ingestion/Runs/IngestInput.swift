internal import FITS
internal import Files
internal import Frames
internal import Surveys
internal import Tensors

/// One field, or a batch of ready-made cutouts, before it is read.
enum IngestInput: Sendable {
  /// A field's files; `pass` counts from 1 how often the same frames come.
  case frames(FieldFiles, pass: Int = 1)
  case ready(ReadyMadeBatch)

  /// The field's own name in the first pass, in others with a number of its own, so that what was
  /// put into the same frames at different times is never taken for neighbours.
  var id: String {
    switch self {
    case .frames(let files, let pass): pass == 1 ? files.id : "\(files.id)~\(pass)"
    case .ready(let batch): batch.id
    }
  }

  /// The field whose files are read for it, the same in all passes.
  var fieldName: String {
    switch self {
    case .frames(let files, _): files.id
    case .ready(let batch): batch.id
    }
  }

  /// Whether it is the first pass through its field.
  var isFirst: Bool {
    switch self {
    case .frames(_, let pass): pass == 1
    case .ready: true
    }
  }

  /// What was read for another pass through the same field, as this pass takes it.
  func again(_ loaded: LoadedField) -> LoadedField? {
    guard case .frames(let files, let pass) = self, pass > 1,
      case .frames(let field, let name, _) = loaded, name == files.id
    else { return nil }
    return .frames(field.named(id), name: name, isFirst: false)
  }

  /// Every file that has a part in it.
  var paths: [String] {
    switch self {
    case .frames(let files, _):
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
    case .frames(let files, let pass):
      .frames(
        try Field(
          reading: files, settings: settings.detection, workers: workers, decoder: decoder
        ).named(id), name: files.id, isFirst: pass == 1)
    case .ready(let batch):
      .ready(
        try ReadyMadeCutouts(
          batch, settings: settings, surveys: surveys, workers: workers, decoder: decoder,
          keepsGoing: keepsGoing))
    }
  }
}

enum LoadedField: Sendable {
  /// A field, the name that all its passes share, and whether this is the first of them.
  case frames(Field, name: String, isFirst: Bool)
  case ready(ReadyMadeCutouts)

  /// What is not as it should be about its files.
  var remarks: [FileRemark] {
    switch self {
    case .frames(let field, _, let isFirst): isFirst ? field.remarks : []
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
