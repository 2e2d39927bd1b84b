internal import ArgumentParser
package import Files

extension CompletionKind {
  /// What a shell offers where a file of a kind is asked for.
  static func of(_ kind: Artifact.Kind) -> CompletionKind {
    kind.isFolder ? .directory : .file(extensions: kind.endings)
  }
}

extension Artifact.Kind {
  /// Whether it is always a folder.
  package var isFolder: Bool { self == .cutouts || self == .run }

  /// How its files' names end; none where any may do, as those of frames.
  package var endings: [String] {
    switch self {
    case .labels, .positions: ["csv", "fits", "vot", "xml"]
    case .model, .checkpoint: ["safetensors"]
    case .codes, .scores, .artificialStars: ["fits"]
    case .evaluation, .learning, .mapScores: ["json"]
    case .metrics: ["csv"]
    case .figure: ["png", "svg", "pdf"]
    case .report: ["html"]
    case .pipeline: ["yaml"]
    case .frames, .pictures, .table, .file, .cutouts, .run, .maps: []
    }
  }
}
