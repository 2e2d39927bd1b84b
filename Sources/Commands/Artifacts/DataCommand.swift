package import ArgumentParser
package import Files

/// A command that says which files it reads and writes before it touches one.
///
/// From this one declaration come provenance, the guard of outputs, dry runs, the run's manifest and
/// what is done again; no part of the program reads a command line to learn it.
package protocol DataCommand: ParsableCommand {
  /// What it reads; the table, set or model that the result descends from comes before others of its
  /// kind.
  var reads: [Artifact] { get }
  /// What it writes, the main result first.
  var writes: [Artifact] { get }
  /// What a stopped run of it can be resumed from, with `--resume`; nil where it starts anew.
  var checkpoint: String? { get }
}

extension DataCommand {
  package var checkpoint: String? { nil }
}

/// A command whose only result is a figure.
protocol FigureCommand: DataCommand {
  var figure: FigureOptions { get }
}

extension FigureCommand {
  var writes: [Artifact] { [Artifact(.figure, figure.out)] }
}

extension [Artifact] {
  /// Of paths that may be missing, those that are there.
  static func some(_ kind: Artifact.Kind, _ paths: String?...) -> [Artifact] {
    paths.compactMap { path in path.map { Artifact(kind, $0) } }
  }

  static func all(_ kind: Artifact.Kind, _ paths: [String]) -> [Artifact] {
    paths.map { Artifact(kind, $0) }
  }
}
