internal import Charts
internal import Clusters
internal import FITS
internal import Files
internal import Planes
internal import Tensors

/// What `--version` says: what to tell somebody who is to find out why a result differs.
package enum ProgramVersion {
  /// Five lines, the first of which is the program's name and version.
  package static var lines: [String] {
    let libraries =
      FITSLibraries.versions + PlanesLibraries.versions + TensorsLibraries.versions
      + ClustersLibraries.versions + ChartsLibraries.versions + FilesLibraries.versions
    return [
      Provenance.currentProgram,
      "commit     \(Installation.commit ?? "not recorded: built from source")",
      "kernels    \(Processor.kernels)",
      "libraries  \(libraries.joined(separator: ", "))",
      "files      \(Installation.folder ?? "none beside the program")",
    ]
  }
}
