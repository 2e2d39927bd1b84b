package import Files

/// What says which files it reads and writes before it touches one.
///
/// From this one declaration come provenance, the guard of outputs, dry runs, the run's manifest and
/// what is done again; no part of the program reads a command line to learn it.
package protocol DeclaredFiles {
  /// What it reads; the table, set or model that the result descends from comes before others of its
  /// kind.
  var reads: [Artifact] { get }
  /// What it writes, the main result first.
  var writes: [Artifact] { get }
  /// What a stopped run of it can be resumed from, with `--resume`; nil where it starts anew.
  var checkpoint: String? { get }
}

extension DeclaredFiles {
  package var checkpoint: String? { nil }
}
