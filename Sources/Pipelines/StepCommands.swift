package import Files

/// What a step of a pipeline asks for, once its command line has been read.
package struct ParsedStep {
  package var reads: [Artifact]
  package var writes: [Artifact]
  /// What a stopped run of it can be resumed from.
  package var checkpoint: String?
  /// What it has to do; nil where nobody can tell before.
  package var workload: StepWorkload?
  /// How many processes may share it at most.
  package var processes: Int

  package init(
    reads: [Artifact] = [], writes: [Artifact] = [], checkpoint: String? = nil,
    workload: StepWorkload? = nil, processes: Int = 1
  ) {
    (self.reads, self.writes) = (reads, writes)
    (self.checkpoint, self.workload, self.processes) = (checkpoint, workload, processes)
  }
}

/// The commands that steps are, handed in by what reads command lines.
package struct StepCommands {
  /// Words that a step may begin with.
  package var names: [String]
  /// Reads a command line without doing anything.
  package var parse: ([String]) throws -> ParsedStep
  /// Does what a command line says. Outputs that are owned may be replaced; the last closure is called
  /// when nothing stands against the command, before it begins.
  package var perform: ([String], Set<String>, () throws -> Void) throws -> Void
  /// What a person reads of an error.
  package var message: (any Error) -> String

  package init(
    names: [String], parse: @escaping ([String]) throws -> ParsedStep,
    perform: @escaping ([String], Set<String>, () throws -> Void) throws -> Void,
    message: @escaping (any Error) -> String
  ) {
    (self.names, self.parse, self.perform, self.message) = (names, parse, perform, message)
  }
}
