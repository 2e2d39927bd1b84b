package import ArgumentParser
internal import Files
package import Pipelines

/// A command that says which files it reads and writes before it touches one.
package protocol DataCommand: ParsableCommand, DeclaredFiles {}

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
