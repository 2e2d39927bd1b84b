package import Files
internal import Foundation

/// What a finished step looked like: if nothing of it has changed, it is not run again.
package struct StepStamp: Codable, Equatable {
  package let program: String
  package let arguments: [String]
  /// Every file that the step reads or writes.
  package let files: [FileStamp]

  /// The state of a step with these arguments and files, seen from the current folder.
  ///
  /// - Parameter earlier: the last stamp of the step, which spares reading what has not changed.
  package init(arguments: [String], artifacts: [Artifact], earlier: StepStamp? = nil) {
    program = Provenance.currentProgram
    self.arguments = arguments
    let known = Dictionary((earlier?.files ?? []).map { ($0.path, $0) }) { first, _ in first }
    let paths = Set(artifacts.flatMap(FileStamp.files))
    files = paths.sorted().compactMap { FileStamp($0, earlier: known[$0]) }
  }
}
