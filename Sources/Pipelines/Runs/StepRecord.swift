package import Files
package import Foundation
internal import Tensors

/// What a run remembers of one of its steps.
package struct StepRecord: Codable, Equatable {
  package enum State: String, Codable { case running, done }

  /// From 1, as in the pipeline.
  package let number: Int
  /// The subcommand: "ingest", "plot roc".
  package let step: String
  package let arguments: [String]
  /// The version that began it; nil in runs of builds before 0.2.
  package let program: String?
  package let reads: [Artifact]
  package let writes: [Artifact]
  package let started: Date
  package private(set) var state = State.running
  package private(set) var seconds: Double?
  /// The most memory the step had.
  package private(set) var megabytes: Int?
  /// What it was computed with: the same bits are promised for the same kernels only.
  package let kernels: String
  package let threads: Int
  /// The files that it read, as it found them.
  package let found: FileStamps
  /// What it read, as it found it, and what it wrote, as it left it; nil until it is done. What changed meanwhile is not what
  /// was read.
  package private(set) var left: FileStamps?

  package init(
    number: Int, step: String, arguments: [String], reads: [Artifact], writes: [Artifact],
    found: FileStamps
  ) {
    (self.number, self.step, self.arguments) = (number, step, arguments)
    program = Provenance.currentProgram
    (self.reads, self.writes, self.found) = (reads, writes, found)
    started = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
    (kernels, threads) = (Processor.kernels, Workers.all.threads)
  }

  /// Whether this is what was stopped: the same command with the same inputs.
  package func goesOn(after before: StepRecord?) -> Bool {
    before?.state == .running && before?.arguments == arguments && before?.found == found
  }

  /// Whether it need not be done again: it ended with these arguments, and its files are as it left them.
  package func isStill(_ arguments: [String], _ artifacts: [Artifact]) -> Bool {
    state == .done && program == Provenance.currentProgram && self.arguments == arguments
      && left == FileStamps(of: artifacts, earlier: left)
  }

  /// - Parameter wrote: what it wrote, as it left it.
  package mutating func finish(seconds: Double, megabytes: Int, wrote: FileStamps) {
    (self.seconds, self.megabytes, left) = (seconds, megabytes, found.joined(with: wrote))
    state = .done
  }
}
